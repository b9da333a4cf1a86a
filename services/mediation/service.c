/* Mediation as data: its settings and its tables. Follows booking and roster; says case.*. */
#include "clock_store.h"
#include "doc_store.h"
#include "note_store.h"
#include "privacy_store.h"
#include "service/privacy.h"
#include "store.h"
#include "tables.h"

static const struct setting settings[MEDIATION_SETTINGS] = {
    [SET_ACCEPT_WORKDAYS] = {"accept_workdays", 3, 1, 60, "working days from filing to acceptance (C2)"},
    [SET_CONSUMER_ACCEPT_WORKDAYS] = {"consumer_accept_workdays", 7, 1, 60, "likewise on the consumer route (12315)"},
    [SET_CONSUMER_WORKDAYS] = {"consumer_workdays", 45, 1, 250,
                               "consumer: working days from filing to the end (12315)"},
    [SET_LABOUR_DAYS] = {"labour_days", 15, 1, 365, "labour: calendar days from filing (劳动争议调解仲裁法 14)"},
    [SET_HOTLINE_WORKDAYS] = {"hotline_workdays", 15, 1, 250, "hotline: working days from filing (广东 12345 办法)"},
    [SET_PEOPLE_MONTHS] = {"people_months", 1, 1, 12, "people: months from acceptance (人民调解工作若干规定 33)"},
    [SET_CLOSE_WORKDAYS] = {"close_workdays", 5, 1, 60, "working days from the agreement to the closing of the file"},
    [SET_FILE_DAYS] = {"file_days", 3650, 0, 36500,
                       "days that the texts of a case are kept after its end; 0: for ever (X6)"},
    [SET_HEARD_DAYS] = {"partner_days", 90, 0, 36500, "days that partner streams are kept; 0: for ever"},
    [SET_HEARD_EVENTS] = {"partner_events", 10000, 1, 10000000, "events of one that are kept whatever their age"},
    [SET_NOTES_MOST] = {"notes_most", 200, 1, 10000, "private notes of one case (K9)"},
};

static const struct trimming trimming[] = {{"partner.", SET_HEARD_DAYS, SET_HEARD_EVENTS, NULL}, {0}};

static const struct statements *const statements[] = {
    &mediation_sql,         &clock_sql,           &complaint_doc_sql, &mediation_privacy_sql,
    &mediation_replica_sql, &mediation_reach.sql, &note_sql,          NULL};
static const struct handler *const handlers[] = {
    filing_handlers,     dispute_handlers, agreement_handlers, uphold_handlers, booking_copy_handlers,
    employment_handlers, privacy_handlers, doc_handlers,       note_handlers,   NULL};
static const struct timer_handler *const timers[] = {dispute_timers, NULL};
static const struct query_handler *const queries[] = {dispute_queries, doc_queries, note_queries, export_queries, NULL};
static const struct machine *const machines[] = {&dispute_machine, NULL};
static const char *const follows[] = {"booking", "roster", "notification", NULL}; /* the last for its anchors (X4) */

/* Kept since schema 7: employments, and up to which number booking had published about complaints. */
static const struct relearn relearns[] = {
    {"employments",
     "roster",
     {MSG_worker_onboarded, MSG_worker_profile_changed, MSG_worker_employed, MSG_worker_employment_ended,
      MSG_worker_retired, MSG_worker_dismissed}},
    {"complaint_docs", "booking", {MSG_catalog_doc_published}},
    {NULL, NULL, {MSG_NONE}},
};

const struct service mediation_service = {
    .name = "mediation",
    .migrations = mediation_migrations,
    .statements = statements,
    .handlers = handlers,
    .timers = timers,
    .queries = queries,
    .reach = &mediation_reach,
    .settings = settings,
    .settings_count = MEDIATION_SETTINGS,
    .trimming = trimming,
    .follows = follows,
    .privacy = &mediation_privacy,
    .machines = machines,
    .invariants = mediation_invariants,
    .judged = mediation_judged,
    .replicas = mediation_replicas,
    .relearns = relearns,
    .yields = true,
};
