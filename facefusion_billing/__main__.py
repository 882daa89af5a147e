"""`python -m facefusion_billing`: the same as `ffbill`."""

from facefusion_billing.cli import main

if __name__ == "__main__":
    main()
