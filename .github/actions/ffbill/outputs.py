"""The outputs of an answer of ffbill in JSON: the total, and whether every call is in
it.
"""

import json
import sys
from pathlib import Path

answer = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
compared = "scenarios" in answer
total = answer["total"][-1]["amount"] if compared else answer["total"]
complete = answer["scenarios"][-1]["complete"] if compared else answer["complete"]
print(f"total={total}\ncomplete={str(complete).lower()}")
