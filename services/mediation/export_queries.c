/* The file of a case for an authority (K9). Keeps: it leaves sealed, with a row in the trail, and without the private
 * notes, which are the mediator's and their side's alone. */
#include "service/sealed.h"

#include "case_file.h"
#include "store.h"
#include "tables.h"

static int export(struct unit *unit, const void *question, void *answer)
{
    const struct case_export *q = question;
    struct case_export_answer *a = answer;
    struct case_get_answer file = {.case_id = ""};
    struct dispute d;
    int found = dispute_find(unit->store, q->id, &d);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0)
        return unit_refuse(unit, "unknown_case", "id", "There is no case %s.", q->id);
    if (case_file_fill(unit, &d, &file) != 0)
        return unit_trouble(unit);
    if (!file.subject[0])
        return unit_refuse(unit, "erased", "id", "The texts of this case were erased.");
    return sealed_body(unit, MSG_case_get_answer, &file, q->recipient, q->key, &a->sealed, a->digest);
}

const struct query_handler export_queries[] = {
    {MSG_case_export, MSG_case_export_answer, ROLE_OFFICER, export},
    {MSG_NONE, MSG_NONE, 0, NULL},
};
