"""The only code that writes workloads, reviews, answers, findings, milestones and reports.

A module is a noun, its functions are verbs, called through the module: `answers.record(…)`.
Each function: policy, validation, one transaction with history and event, effects on commit.
"""
