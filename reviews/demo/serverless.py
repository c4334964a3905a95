"""The seeds' example, "Serverless API with authentication", as answers and findings.

Seed 001 says per pillar what is in place and what is missing; this is the same in the words
of the framework lens. Practices it does not speak of follow from a modest maturity.
"""

from __future__ import annotations

from reviews.demo.company import Story

NAME = "Serverless API with authentication"
VALUES = {
    "description": "Sign-in and profile API: API Gateway, Lambda, DynamoDB, CloudFront.",
    "team": "Identity",
    "environment": "preproduction",
    "regions": ["eu-west-1"],
    "review_owner": "Cleo Marsh",
    "tags": {"tier": "1"},
    "pillar_priorities": ["security", "reliability", "operationalExcellence"],
    "business_objectives": "One sign-in for shop, apps and partners before the spring season.",
    "in_scope": "API, functions, table, distribution, deployment pipeline.",
    "out_of_scope": "The identity provider itself.",
    "compliance_requirements": "GDPR.",
    "pain_points": "Cold starts at night; nobody knows which function is slow.",
    "go_live_on": "2027-03-01",
    "improvement_status": "in_progress",
}

# Practices the seed says are in place, and those it says are missing.
IN_PLACE = frozenset(
    {
        "ops_dev_integ_version_control", "ops_dev_integ_conf_mgmt_sys",
        "ops_dev_integ_build_mgmt_sys", "ops_dev_integ_auto_integ_deploy",
        "ops_observability_application_telemetry",
        "ops_workload_observability_analyze_workload_logs",
        "sec_detect_investigate_events_app_service_logging",
        "sec_identities_enforce_mechanisms", "sec_permissions_define",
        "sec_protect_data_transit_encrypt", "sec_protect_data_transit_authentication",
        "rel_fault_isolation_single_az_system",
        "rel_withstand_component_failures_auto_healing_system",
        "perf_networking_evaluate_networking_features",
        "perf_networking_choose_workload_location_network_requirements",
        "cost_select_service_select_for_cost", "cost_manage_demand_resources_dynamic",
        "sus_sus_user_a2", "sus_sus_hardware_a4", "sus_sus_hardware_a2",
    }
)  # fmt: skip
MISSING = frozenset(
    {
        "ops_observability_dist_trace", "ops_workload_observability_analyze_workload_traces",
        "ops_workload_observability_create_dashboards", "ops_event_response_dashboards",
        "sec_identities_secrets", "sec_identities_unique", "sec_identities_audit",
        "sec_protect_data_rest_encrypt", "sec_protect_data_rest_key_mgmt",
        "sec_protect_data_rest_automate_protection",
        "rel_fault_isolation_multiaz_region_system",
        "rel_backing_up_data_identified_backups_data",
        "rel_backing_up_data_automated_backups_data",
        "rel_backing_up_data_periodic_recovery_testing_data",
        "rel_planning_for_recovery_objective_defined_recovery",
        "rel_planning_for_recovery_disaster_recovery", "rel_planning_for_recovery_dr_tested",
        "perf_data_access_patterns_caching",
        "perf_compute_hardware_configure_and_right_size_compute_resources",
        "cost_cloud_financial_management_budget_forecast",
        "cost_cloud_financial_management_proactive_process",
        "cost_monitor_usage_define_attribution", "cost_monitor_usage_org_information",
        "cost_type_size_number_resources_metrics", "cost_pricing_model_analysis",
        "cost_decomissioning_resources_implement_process",
        "cost_decomissioning_resources_decommission",
        "sus_sus_user_a4", "sus_sus_software_a3", "sus_sus_dev_a4",
    }
)  # fmt: skip
SET_ASIDE = {
    "sec_protect_compute_hardened_images": (
        "architecture_constraints",
        "Functions have no images of ours.",
    ),
    "rel_planning_network_topology_ha_conn_private_networks": (
        "out_of_scope",
        "Nothing on our own premises.",
    ),
    "perf_networking_choose_appropriate_dedicated_connectivity_or_vpn": (
        "out_of_scope",
        "Clients come through the internet.",
    ),
    "perf_compute_hardware_compute_accelerators": ("architecture_constraints", ""),
    "sus_sus_hardware_a5": ("architecture_constraints", ""),
}
NOT_APPLICABLE = {"data-transfer": "business_priorities"}
NOTES = {
    "observability": "CloudWatch logs are on for every function. No tracing, no dashboard.",
    "dev-integ": "All functions are deployed through CDK from the main branch.",
    "identities": "Critical: API keys of two suppliers stand in plain Lambda environment "
    "variables. To be moved to a secrets manager first.",
    "protect-data-rest": "The table uses the default key; the export bucket is not encrypted.",
    "backing-up-data": "No backup of the table. Point-in-time recovery costs little: switch it on.",
    "planning-for-recovery": "No recovery plan, no objectives agreed with the business.",
    "fault-isolation": "The table spans zones by itself; everything is in one Region.",
    "data-management": "Every request reads the profile from the table. A cache at the gateway "
    "would take most of it.",
    "compute-hardware": "Cold starts of up to 1.8 s at night; memory was never tuned.",
    "pricing-model": "Provisioned table capacity, spiky traffic: change to on-demand.",
    "cloud-financial-management": "No budget alert, no allocation tags.",
    "sus_user": "Two test stacks run around the clock and nobody remembers why.",
}
FINDINGS = {
    "operationalExcellence": {
        "current_state": "Lambda functions are deployed through CDK; CloudWatch logs are enabled.",
        "gaps": "No distributed tracing, no dashboards.",
        "risks": "Medium: a slow dependency is found by customers before us.",
        "recommendations": "Add tracing to all functions and one dashboard per user journey.",
    },
    "security": {
        "current_state": "API Gateway authorizes every call through IAM.",
        "gaps": "API keys are hard-coded in Lambda environment variables; no secrets manager; "
        "no encryption at rest with a key of our own.",
        "risks": "High: anyone who may read a function's configuration can act as us.",
        "recommendations": "Move the keys to a secrets manager, rotate them, encrypt table and "
        "bucket with a managed key.",
    },
    "reliability": {
        "current_state": "The DynamoDB table is replicated over several zones.",
        "gaps": "One Region only; no backup strategy; no recovery plan.",
        "risks": "High: a bad deployment can delete profiles for good.",
        "recommendations": "Switch on point-in-time recovery, agree on RPO and RTO, rehearse.",
    },
    "performance": {
        "current_state": "CloudFront stands in front of the API.",
        "gaps": "Responses are not cached; cold starts are not tuned.",
        "risks": "Low to medium: the first sign-in of the night is slow.",
        "recommendations": "Cache profile reads at the gateway; tune memory with measurements.",
    },
    "costOptimization": {
        "current_state": "Functions cost nothing when idle.",
        "gaps": "Provisioned table capacity although traffic is spiky; no budgets; no tags.",
        "risks": "Medium: about 60 % of the table's cost is unused.",
        "recommendations": "Switch the table to on-demand; add budget alerts and allocation tags.",
    },
    "sustainability": {
        "current_state": "Serverless, so utilization follows demand.",
        "gaps": "Unused development and test resources run day and night.",
        "risks": "Low: wasted energy and some money.",
        "recommendations": "Stop test stacks outside working hours, by schedule.",
    },
}
STORY = Story(
    NAME,
    VALUES,
    steps=((2.0, "Early design", 0.45),),
    lenses=("wellarchitected", "serverless"),
    in_place=IN_PLACE,
    missing=MISSING,
    notes=NOTES,
    not_applicable=NOT_APPLICABLE,
    set_aside=SET_ASIDE,
    findings=FINDINGS,
)
