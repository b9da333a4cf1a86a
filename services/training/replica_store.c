/* What training keeps of roster's records (ruling 12): certificates, for prerequisites. */
#include "training.h"

enum { PROVEN, STATEMENTS };

static const char *const sql[STATEMENTS] = {
    [PROVEN] = "SELECT id, worker, cert_type, level, valid_from, valid_to, good FROM cert_fact WHERE id > ?1 "
               "ORDER BY id LIMIT ?2",
};
const struct statements training_replica_sql = {"replicas", sql, STATEMENTS};

const struct replica training_replicas[] = {
    {"roster", "proven", &training_replica_sql, PROVEN},
    {NULL, NULL, NULL, 0},
};
