"""The AWS-compatible API: which region its ARNs name, and how much an account may have."""

from wellarch.env import env

# The region in the ARNs we give out; requests may be signed for any.
WELLARCH_AWS_REGION: str = env.str("WELLARCH_AWS_REGION", "us-east-1")
# Seconds a signature may be older or newer than our clock, as AWS has it.
WELLARCH_AWS_CLOCK_SKEW: int = env.int("WELLARCH_AWS_CLOCK_SKEW", 300)
# Calls a minute of one access key; 0 for no limit.
WELLARCH_AWS_RATE: int = env.int("WELLARCH_AWS_RATE", 18_000)

# Quota → how many, each from a variable of its own. AWS's own numbers stand behind ours.
WELLARCH_AWS_QUOTAS: dict[str, int] = {
    "workloads": env.int("WELLARCH_AWS_QUOTA_WORKLOADS", 10_000),  # 1,000
    "lenses": env.int("WELLARCH_AWS_QUOTA_LENSES", 1_000),  # 15
    "lens-versions": env.int("WELLARCH_AWS_QUOTA_LENS_VERSIONS", 1_000),  # 100
    "lenses-per-workload": env.int("WELLARCH_AWS_QUOTA_LENSES_PER_WORKLOAD", 100),  # 20
    "milestones-per-workload": env.int("WELLARCH_AWS_QUOTA_MILESTONES_PER_WORKLOAD", 1_000),  # 100
    "templates": env.int("WELLARCH_AWS_QUOTA_TEMPLATES", 1_000),  # 500
    "lenses-per-template": env.int("WELLARCH_AWS_QUOTA_LENSES_PER_TEMPLATE", 50),  # 20
    "profiles": env.int("WELLARCH_AWS_QUOTA_PROFILES", 200),
    "shares-per-workload": env.int("WELLARCH_AWS_QUOTA_SHARES_PER_WORKLOAD", 300),  # 20
    "shares-per-lens": env.int("WELLARCH_AWS_QUOTA_SHARES_PER_LENS", 300),  # 300
    "shares-per-template": env.int("WELLARCH_AWS_QUOTA_SHARES_PER_TEMPLATE", 300),  # 20
    "shares-per-profile": env.int("WELLARCH_AWS_QUOTA_SHARES_PER_PROFILE", 300),
    "tags": env.int("WELLARCH_AWS_QUOTA_TAGS", 50),  # 50
}
