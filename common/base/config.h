/* Settings: a typed table with bounds per service, read from one INI file (libinih) and the environment. */
#ifndef ANXIN_BASE_CONFIG_H
#define ANXIN_BASE_CONFIG_H

#include <stdint.h>

#include "base/error.h"

/* One tunable number. The table of a service stands in its main.c beside the call to service_main, indexed by its enum.
 */
struct setting {
    const char *name; /* "min_notice_min" */
    int64_t initial, min, max;
    const char *doc; /* unit and source: "minutes before the start (BK5)" */
};

#define CONFIG_TEXT 200

/* What every daemon is told; endpoints default to ipc under `data`/run. */
struct config {
    char data[CONFIG_TEXT];         /* folder of stores and sockets; "./anxin-data" */
    char log_level[16];             /* error | warning | info | debug */
    char clock[16];                 /* system | driven (only for the demo and tests) */
    char trusted_uids[CONFIG_TEXT]; /* further uids that may use the ipc sockets, "1000,1001" */
    char keys[CONFIG_TEXT];         /* folder of secret keys; `data`/keys */
    char registry[CONFIG_TEXT];     /* file of who is known (service/identity.h); `keys`/registry */
    char policy[CONFIG_TEXT];       /* file of who may do what (service/policy.h); "": what is built in */
    char district[33];              /* that this set, or this instance, serves; "": none by name */
    char identity[64];              /* who the tool is on tcp; "tool" */
    char places[CONFIG_TEXT];       /* codes of districts that have instances of their own (places.h); "": none */
    char user[33];                  /* whom a daemon that root starts becomes; "" stays */
    int64_t disk_low_mib;           /* low-water mark of free disk: below it no command is taken */
    int64_t ballast_mib;            /* disk in reserve beside each store */
    int64_t store_most_mib;         /* no store file grows beyond; 0: no limit */
    int64_t audit_years;            /* how long the trail of acts is kept; 10 */
    int64_t reasons;                /* 1: staff give a reason when they read personal fields; 0 */
    int64_t quota_messages, quota_bytes, quota_outstanding; /* of a sender known by key (service/quota.h) */
    int64_t partners_most;                                  /* outside systems that have a stream at a service */
    int64_t renew_s; /* how long a link lives on tcp: CURVE never changes the keys of a connection; a day */
    char datum[16];  /* of every position: wgs84 | gcj02 | bd09 */
    char travel_matrix[CONFIG_TEXT]; /* file of ways (rules/travel_file.h); "": by the straight line alone */
    /* How long a way takes by the straight line (V3): its hundredths, metres an hour, minutes besides. */
    int64_t travel_detour_pct, travel_walk_m_h, travel_ebike_m_h, travel_bus_m_h;
    int64_t travel_walk_min, travel_ebike_min, travel_bus_min;
    int64_t *value; /* the service's own settings, in the order of its table; allocated by config_load */
    int count;
};

struct config_endpoints {
    char request[CONFIG_TEXT], stream[CONFIG_TEXT], intake[CONFIG_TEXT], store[CONFIG_TEXT];
    char bind[64]; /* address that tcp endpoints listen on, "*" all; "": that of the endpoint */
};

/* Loads `file` (NULL: none) for `service`: section [anxin] is shared, section [service] its own. Keys of [anxin]: data,
 * log_level, clock, trusted_uids, keys, registry, policy, identity, district, places, user, disk_low_mib, ballast_mib,
 * store_most_mib, audit_years, reasons, quota_messages, quota_bytes, quota_outstanding, partners_most, renew_s, datum,
 * travel_matrix, travel_*. Keys of a service's section: its settings, and request, stream, intake (endpoints), bind,
 * store (path). The environment overrides: ANXIN_DATA, ANXIN_LOG_LEVEL, ANXIN_CLOCK, ANXIN_TRUSTED_UIDS,
 * ANXIN_BOOKING_STORE, ANXIN_BOOKING_MIN_NOTICE_MIN; an empty variable counts as not given. Endpoints are ipc://PATH
 * with a path of at most 107 bytes, or tcp://HOST:PORT. Unknown keys and values out of bounds in these two sections
 * refuse the load, naming file, line and key; other sections are passed over. Of an instance (`booking/xinhui`) there
 * are three sections: [booking/xinhui] goes before [booking]; its endpoints and store stand in the former alone, and
 * its district, which is its place where nobody gives it. ANXIN_BOOKING_XINHUI_STORE goes before ANXIN_BOOKING_STORE. 0
 * or -1 with the reason. `config_free` releases it. */
int config_load(struct config *config, const char *file, const char *service, const struct setting *settings, int count,
                struct error *error);
void config_free(struct config *config);

/* Who is told what config_check finds. A value comes with its place: "default", "FILE:LINE" or the variable; of an
 * endpoint that nobody gave it is what the data folder makes of it. A fault is the sentence that config_load would
 * refuse with. */
struct config_report {
    void *self;
    void (*value)(void *self, const char *section, const char *key, const char *value, const char *origin);
    void (*fault)(void *self, const char *text);
};

/* Reads as config_load does for a service, but goes on after a fault: tells each, then all values of [anxin] and of the
 * service as they stand. Returns the number of faults, or -1 when out of memory. */
int config_check(const char *file, const char *service, const struct setting *settings, int count,
                 const struct config_report *report);

/* The endpoints and store path of any service under this configuration (file and environment as above). */
int config_endpoints(struct config_endpoints *ends, const struct config *config, const char *file, const char *service,
                     struct error *error);

#endif
