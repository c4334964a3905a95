"""The AWS-compatible API: which region its ARNs name, and how much an account may have."""

from wellarch.env import env

# The region in the ARNs we give out; requests may be signed for any.
WELLARCH_AWS_REGION: str = env.str("WELLARCH_AWS_REGION", "us-east-1")
# Seconds a signature may be older or newer than our clock, as AWS has it.
WELLARCH_AWS_CLOCK_SKEW: int = env.int("WELLARCH_AWS_CLOCK_SKEW", 300)
