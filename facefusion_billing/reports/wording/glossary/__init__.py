"""What words, codes and keys mean: for `ffbill explain`, and for JSON Schemas."""
