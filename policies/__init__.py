"""The library of policies: data only, installed as `policy_dsl_library`, found from anywhere."""
