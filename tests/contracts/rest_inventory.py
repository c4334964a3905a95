"""Which operation of the REST API does what a page does, or why none has to.

A line of PAGES is the name of a route and the ids of its operations, or `-` and a reason.
"""

from __future__ import annotations

_LOOK = "- is only another way to look at"
_BROWSER = "- is a step of signing in, which a person takes in a browser"
_ACCOUNT = "- is about the account, of which a token of one organization knows nothing"

# Routes whose names begin so, and why none of them has an operation.
_FAMILIES = {
    "account_": _BROWSER,
    "mfa_": _BROWSER,
    "socialaccount_": _BROWSER,
    "openid_connect_": _BROWSER,
    "invitation-": "- is answered by the person invited, in a browser, before they have a token",
}
_BUT = {"invitation-link", "invitation-resend", "invitation-revoke"}

_PEOPLE = f"""
healthz                   - is for whoever runs the server; it needs no version and no token
aws                       - is another door, with operations of its own
account-security          {_ACCOUNT}
sessions-end-others       {_ACCOUNT}
session-end               {_ACCOUNT}
account-data              {_ACCOUNT}
account-export            {_ACCOUNT}
account-erase             {_ACCOUNT}
organization-create       - makes an organization, and a token belongs to one that there is
organization-switch       - chooses whose pages a browser shows; a token belongs to one
organization-settings     organization_read organization_change members_list lenses_list
organization-logo         organization_logo_read organization_logo_replace
organization-logo-remove  organization_logo_remove
organization-members      members_list invitations_list invitations_create teams_list
organization-credentials  organization_tokens_list organization_access_keys_list
member-role               members_change
member-remove             members_remove
invitation                {_FAMILIES["invitation-"]}
invitation-link           invitations_link
invitation-resend         invitations_resend
invitation-revoke         invitations_revoke invitations_read
team-list                 teams_list
team-create               teams_create
team-detail               teams_read team_members_list workloads_list
team-edit                 teams_change
team-delete               teams_delete
team-member-add           team_members_add
team-member-remove        team_members_remove
shared-with-me            shares_list
share-answer              shares_accept shares_reject
audit                     audit_list audit_chain
audit-export              audit_export
account-profile           me me_change
account-tokens            tokens_list access_keys_list
token-create              tokens_create
token-revoke              tokens_revoke tokens_read
access-key-create         access_keys_create
access-key-revoke         access_keys_revoke access_keys_read
account-notifications     notifications_read notifications_change
mail-stop                 - is the link in a mail, for those who are not signed in
webhook-list              webhooks_list webhook_event_types
webhook-create            webhooks_create
webhook-detail            webhooks_read webhooks_change webhooks_deliveries webhooks_delivery
webhook-act               webhooks_remove webhooks_rotate webhooks_test webhooks_replay
webhook-delivery-replay   webhooks_replay_one
outgoing-list             outgoing_list outgoing_read
outgoing-try              outgoing_reset
"""

_LENSES = """
lens-list                 lenses_list
lens-search               lenses_search search
lens-new                  lenses_import
lens-template             lenses_starter
lens-import               lenses_import lenses_check_document
lens-source-list          lens_sources_list lens_sources_create
lens-source               lens_sources_read lens_sources_change
lens-source-act           lens_sources_pull lens_sources_take lens_sources_keep lens_sources_remove
lens-detail               lenses_read lens_versions_list lens_versions_read lenses_change
lens-question             lenses_question
lens-pillar               lens_versions_read
lens-anti-patterns        lenses_anti_patterns
lens-preview              lenses_try
lens-preview-question     lenses_try
lens-edit                 lens_drafts_read
lens-edit-begin           lens_drafts_begin lenses_copy
lens-edit-change          lens_drafts_edit
lens-edit-element         lens_drafts_read
lens-edit-rules           lenses_check_rules
lens-edit-source          lens_drafts_replace
lens-edit-undo            lens_drafts_undo
lens-edit-redo            lens_drafts_redo
lens-edit-discard         lens_drafts_discard
lens-publish              lenses_publish lens_versions_differences
lens-compare              lens_versions_differences
lens-retire               lens_versions_retire
lens-delete               lenses_delete lenses_uses
lens-sharing              lens_shares_list lens_shares_create
lens-share                lens_shares_read lens_shares_revoke lens_shares_resend
lens-export               lenses_export
lens-export-aws           lenses_export_notes
"""

_WORKLOADS = """
portfolio                 portfolio_read portfolio_gaps portfolio_trend workloads_list
portfolio-compare         portfolio_compare
view-list                 views_list views_create
view-change               views_read views_change
view-delete               views_delete
demo-begin                demo_begin
workload-create           workloads_create
workload-detail           workloads_read reviews_list scores_read
workload-edit             workloads_change
workload-archive          workloads_archive workloads_restore
workload-delete           workloads_delete
workload-import           workloads_import
workload-access           workload_access_list workload_shares_list workload_shares_create
workload-share            workload_shares_change workload_shares_revoke workload_shares_resend
workload-trends           trends_read
workload-profile          workload_profile_apply workload_profile_remove workload_profile_upgrade
workload-template         workloads_apply_template workload_templates_list
template-proposal         workload_templates_read workload_templates_accept
template-decline          workload_templates_decline
plan                      plan_read
milestone-list            milestones_list milestones_record
milestone-detail          milestones_read
milestone-compare         milestones_compare
milestone-versus          milestones_compare
report-list               reports_list reports_choices
report-create             reports_request
report-mine               my_reports_list report_schedules_list
report-portfolio          my_reports_request my_reports_choices
report-schedule-create    report_schedules_set_up
report-schedule           report_schedules_read report_schedules_change
report-schedule-stop      report_schedules_stop
report-detail             reports_read jobs_list jobs_read
report-retry              reports_retry
report-cancel             reports_cancel
report-delete             reports_delete
report-file               reports_file
profile-list              profiles_list
profile-create            profiles_create
profile-detail            profiles_read profile_versions_list
profile-edit              profiles_change
profile-delete            profiles_delete
profile-mapping           profile_mapping_read
profile-mapping-edit      profile_mapping_replace profile_mapping_preview
profile-mapping-reset     profile_mapping_reset
profile-sharing           profile_shares_list profile_shares_create
profile-share             profile_shares_read profile_shares_revoke profile_shares_resend
template-list             templates_list
template-create           templates_create
template-detail           templates_read template_uses_list
template-edit             templates_change
template-copy             templates_copy
template-delete           templates_delete
template-propose          templates_propose
template-lens-add         template_lenses_create
template-lens             template_lenses_read template_lenses_change template_answers_list
template-lens-remove      template_lenses_delete
template-lens-upgrade     template_lenses_upgrade
template-question         template_answers_read
template-answer-change    template_answers_change
template-sharing          template_shares_list template_shares_create
template-share            template_shares_read template_shares_revoke template_shares_resend
"""

_REVIEWS = f"""
review-attach             reviews_attach
review-detail             reviews_read reviews_change answers_list
review-complete           reviews_complete
review-reopen             reviews_reopen
review-remove             reviews_remove
review-upgrade            reviews_preview_upgrade reviews_upgrade
review-copy               answers_copy_sources answers_copy
review-live               - tells open pages what changed; programs have ETags and webhooks
review-maturity           maturity_list maturity_read maturity_change
review-template           templates_create
pillar-detail             answers_list findings_list findings_read findings_replace findings_change
pillar-not-applicable     answers_set_aside
question-detail           answers_read answers_attention
question-guidance         answers_guidance
question-spread           answers_elsewhere answers_spread
question-park             answers_park answers_unpark
question-assign           answers_assign
question-confirm          answers_confirm answers_unconfirm
question-restore          answers_restore
question-worksheets       question_worksheets_read
question-evidence         evidence_list evidence_add
question-discussion       comments_list comments_write
question-improvements     improvements_list improvements_from_questions
answer-change             answers_change answers_change_many
answer-history            answers_history
evidence-file             evidence_read evidence_file
evidence-remove           evidence_remove
comment-change            comments_read comments_change comments_delete
notes-preview             - draws Markdown as a page does, and stores nothing
tour-done                 - ends the tour of a page
mine                      my_work
open-points               parked_list assigned_list
session-scope             workloads_read workloads_change
present-scope             {_LOOK} the scope of a review
present                   {_LOOK} a question, for a whole room
session-list              sessions_list
session-plan              sessions_plan
session-detail            sessions_read
session-edit              sessions_change
session-delete            sessions_delete
session-calendar          sessions_calendar
session-start             sessions_start
session-finish            sessions_end
session-spent             sessions_spend
session-notes             sessions_change
session-minutes           sessions_minutes
session-minutes-file      sessions_minutes_text
"""

_WORK = f"""
improvements              improvements_list_all my_calendar_renew my_calendar_revoke
improvement-list          improvements_list workload_calendar_renew workload_calendar_revoke
improvement-bulk          improvements_change_many
improvement-board         {_LOOK} the list of improvements
improvement-quadrant      {_LOOK} the list of improvements
improvement-calendar      {_LOOK} the list of improvements
improvement-create        improvements_make
improvement-make          improvements_from_questions
improvement-detail        improvements_read improvements_history improvements_proposal
improvement-edit          improvements_change
improvement-move          improvements_move
improvement-accept        improvements_accept
improvement-tick          improvements_tick
improvement-delete        improvements_delete
improvement-export        improvements_export
improvement-export-all    improvements_export_all
improvement-import        improvements_import
improvement-import-apply  improvements_import
improvement-push          improvement_issues_list improvement_issues_push
improvement-issue         improvement_issues_read improvement_issues_let_go improvement_issues_retry
improvement-feed          - is read by calendars, which know nothing but its address
tracker-list              trackers_list
tracker-create            trackers_create
tracker-detail            trackers_read trackers_change
tracker-act               trackers_change trackers_remove trackers_test trackers_webhook
tracker-hook              - is called by trackers, which sign what they say
review-plan               review_plan_list review_plan_read
review-plan-propose       review_plan_proposals review_plan_propose
planned-review-create     review_plan_make
planned-review-edit       review_plan_change
planned-review-record     review_plan_record
planned-review-remove     review_plan_remove
tradeoff-list             tradeoffs_list
tradeoff-create           tradeoffs_make
tradeoff-detail           tradeoffs_read
tradeoff-edit             tradeoffs_change
tradeoff-decide           tradeoffs_decide
tradeoff-take-back        tradeoffs_take_back
tradeoff-delete           tradeoffs_delete
worksheet-list            worksheets_list worksheets_kinds
worksheet-detail          worksheets_read
worksheet-start           worksheets_start
worksheet-settings        worksheets_change worksheets_replace
worksheet-delete          worksheets_delete
worksheet-history         worksheets_history
worksheet-row-add         worksheets_row_add
worksheet-row             worksheets_row_read worksheets_row_change tradeoffs_from_row
worksheet-row-move        worksheets_row_move
worksheet-row-delete      worksheets_row_remove
worksheet-row-improvement improvements_from_row
worksheet-readings        worksheets_readings_list worksheets_readings_record
worksheet-readings-paste  worksheets_readings_record
worksheet-reading-delete  worksheets_readings_remove
game-day-list             game_days_list
game-day-library          game_days_scenarios
game-day-new              game_days_plan
game-day-detail           game_days_read
game-day-edit             game_days_change
game-day-call-off         game_days_call_off
game-day-again            game_days_again
game-day-delete           game_days_delete
game-day-start            game_days_start
game-day-run              {_LOOK} a game day that runs
game-day-news             game_day_entries_list
game-day-note             game_day_entries_add
game-day-entry            game_day_entries_read game_day_entries_correct
game-day-end              game_days_end
game-day-stop             game_days_end
game-day-learn            game_days_learn
game-day-finding-add      game_day_findings_list game_day_findings_add
game-day-finding          game_day_findings_read game_day_findings_change
game-day-finding-remove   game_day_findings_remove
game-day-improve          game_day_findings_improve
game-day-tested           game_days_mark_tested
"""

PAGES: dict[str, str] = {
    name: said.strip()
    for table in (_PEOPLE, _LENSES, _WORKLOADS, _REVIEWS, _WORK)
    for name, _blank, said in (line.partition(" ") for line in table.strip().splitlines())
}


def said_of(page: str) -> str:
    """What is said of a page: its operations, a reason, or nothing."""
    family = next((why for head, why in _FAMILIES.items() if page.startswith(head)), "")
    return PAGES.get(page) or ("" if page in _BUT else family)
