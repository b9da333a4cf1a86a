/* Reading of HHCRSP files: what is missing or cannot be is told by its place in the file. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "services/ctl/plan_hhcrsp.h"

#define PATIENTS_MOST 2000
#define CAREGIVERS_MOST 1000
#define SERVICES_MOST 1000
#define VALUE_MOST 1e6
#define OTHER_RULES "the benchmark of Mankowska, Meisel and Bierwirth has no such rule"

struct reading {
    const struct ctl *ctl;
    const char *file;
    struct hhcrsp *instance;
};

/* How many bytes here are a letter that a terminal takes for an order. */
static size_t control(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (byte[0] == 0xc2 && byte[1] >= 0x80 && byte[1] < 0xa0)
        return 2;
    return byte[0] < ' ' || byte[0] == 0x7f;
}

__attribute__((format(printf, 2, 3))) static int wrong(const struct reading *reading, const char *format, ...)
{
    char what[256];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    for (char *at = what; *at; at++)
        memset(at, '?', control(at));
    return ctl_say(reading->ctl, CTL_USAGE, "%s: %s", reading->file, what);
}

/* A number from `least` to VALUE_MOST. */
static bool number(const json_t *value, double least, double *to)
{
    *to = json_number_value(value);
    return json_is_number(value) && isfinite(*to) && *to >= least && *to <= VALUE_MOST;
}

static bool pair(const json_t *value, double least, double *a, double *b)
{
    return json_is_array(value) && json_array_size(value) == 2 && number(json_array_get(value, 0), least, a) &&
           number(json_array_get(value, 1), least, b);
}

static int index_of(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

/* The member, NULL also where it is told as null. */
static const json_t *told(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_null(value) ? NULL : value;
}

/* A name that can be printed; NULL: none. */
static const char *id_of(const json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "id"));
    for (const char *at = id; at && *at; at++)
        if (control(at))
            return NULL;
    return id && *id ? id : NULL;
}

/* ---- services and caregivers ---- */

static int read_services(const struct reading *reading)
{
    struct hhcrsp *instance = reading->instance;
    const json_t *list = json_object_get(instance->file, "services");
    instance->services = (int)json_array_size(list);
    instance->service = calloc((size_t)instance->services + 1, sizeof *instance->service);
    instance->usual = calloc((size_t)instance->services + 1, sizeof *instance->usual);
    if (!instance->service || !instance->usual)
        return wrong(reading, "out of memory");
    if (!instance->services || instance->services > SERVICES_MOST)
        return wrong(reading, "services: an array of 1 to %d is needed", SERVICES_MOST);
    for (int i = 0; i < instance->services; i++) {
        const json_t *service = json_array_get(list, (size_t)i), *usual = told(service, "default_duration");
        const char *id = id_of(service);
        if (!id || index_of(instance->service, i, id) >= 0)
            return wrong(reading, "services[%d].id: a text of its own is needed, of letters that print", i);
        if (usual && !number(usual, 0, &instance->usual[i]))
            return wrong(reading, "services[%d].default_duration: a number from 0 on is needed", i);
        instance->service[i] = id;
        instance->usual[i] = usual ? instance->usual[i] : -1;
    }
    return CTL_DONE;
}

static int read_abilities(const struct reading *reading, int caregiver, const json_t *abilities)
{
    struct hhcrsp *instance = reading->instance;
    size_t i;
    json_t *ability;
    if (!json_is_array(abilities))
        return wrong(reading, "caregivers[%d].abilities: an array is needed", caregiver);
    json_array_foreach(abilities, i, ability)
    {
        const char *name = json_string_value(ability);
        int service = name ? index_of(instance->service, instance->services, name) : -1;
        if (service < 0)
            return wrong(reading, "caregivers[%d].abilities[%zu]: no service \"%.60s\"", caregiver, i,
                         name ? name : "(no text)");
        instance->able[caregiver * instance->services + service] = true;
    }
    return CTL_DONE;
}

static int read_caregivers(const struct reading *reading)
{
    struct hhcrsp *instance = reading->instance;
    const json_t *list = json_object_get(instance->file, "caregivers");
    size_t count = json_array_size(list);
    if (!count || count > CAREGIVERS_MOST)
        return wrong(reading, "caregivers: an array of 1 to %d is needed", CAREGIVERS_MOST);
    instance->caregivers = (int)count;
    instance->caregiver = calloc(count, sizeof *instance->caregiver);
    instance->able = calloc(count * (size_t)instance->services, sizeof *instance->able);
    if (!instance->caregiver || !instance->able)
        return wrong(reading, "out of memory");
    for (int i = 0; i < instance->caregivers; i++) {
        const json_t *one = json_array_get(list, (size_t)i);
        const char *id = id_of(one);
        if (!id || index_of(instance->caregiver, i, id) >= 0)
            return wrong(reading, "caregivers[%d].id: a text of its own is needed, of letters that print", i);
        if (told(one, "working_shift"))
            return wrong(reading, "caregivers[%d].working_shift: " OTHER_RULES, i);
        instance->caregiver[i] = id;
        int code = read_abilities(reading, i, json_object_get(one, "abilities"));
        if (code)
            return code;
    }
    return CTL_DONE;
}

/* ---- patients ---- */

static int read_relation(const struct reading *reading, int id, const json_t *relation)
{
    struct hhcrsp_patient *patient = &reading->instance->patient[id];
    const char *type = json_string_value(json_object_get(relation, "type"));
    if (patient->services == 1)
        return CTL_DONE;
    if (!type || (strcmp(type, "simultaneous") != 0 && strcmp(type, "sequential") != 0))
        return wrong(reading, "patients[%d].synchronization.type: simultaneous or sequential is needed", id);
    patient->relation = type[1] == 'i' ? PLAN_TOGETHER : PLAN_APART;
    if (patient->relation == PLAN_APART &&
        (!pair(json_object_get(relation, "distance"), 0, &patient->gap_least, &patient->gap_most) ||
         patient->gap_least > patient->gap_most))
        return wrong(reading, "patients[%d].synchronization.distance: [least, most] is needed, from 0 on", id);
    return CTL_DONE;
}

static bool anybody(const struct hhcrsp *instance, int service)
{
    for (int i = 0; i < instance->caregivers; i++)
        if (instance->able[i * instance->services + service])
            return true;
    return false;
}

/* Two different ones: somebody for the first service, and anybody else for the second. */
static bool any_two(const struct hhcrsp *instance, const int *service)
{
    for (int i = 0; i < instance->caregivers; i++)
        for (int j = 0; j < instance->caregivers; j++)
            if (i != j && instance->able[i * instance->services + service[0]] &&
                instance->able[j * instance->services + service[1]])
                return true;
    return false;
}

/* A duration that is not told is the usual one of the service. */
static int read_duration(const struct reading *reading, int id, int task, const json_t *duration)
{
    struct hhcrsp_patient *patient = &reading->instance->patient[id];
    patient->duration[task] = reading->instance->usual[patient->service[task]];
    if (duration ? number(duration, 0, &patient->duration[task]) : patient->duration[task] >= 0)
        return CTL_DONE;
    return wrong(reading, "patients[%d].required_caregivers[%d].duration: a number from 0 on is needed", id, task);
}

static int read_needs(const struct reading *reading, int id, const json_t *needs)
{
    struct hhcrsp *instance = reading->instance;
    struct hhcrsp_patient *patient = &instance->patient[id];
    size_t count = json_array_size(needs);
    if (count < 1 || count > PLAN_TASKS)
        return wrong(reading, "patients[%d].required_caregivers: an array of one or two is needed", id);
    for (int i = 0; i < (int)count; i++) {
        const json_t *need = json_array_get(needs, (size_t)i);
        const char *name = json_string_value(json_object_get(need, "service"));
        patient->service[i] = name ? index_of(instance->service, instance->services, name) : -1;
        if (patient->service[i] < 0)
            return wrong(reading, "patients[%d].required_caregivers[%d].service: no service \"%.60s\"", id, i,
                         name ? name : "(no text)");
        if (!anybody(instance, patient->service[i]))
            return wrong(reading, "patients[%d].required_caregivers[%d].service: no caregiver can do \"%.60s\"", id, i,
                         name);
        int code = read_duration(reading, id, i, told(need, "duration"));
        if (code)
            return code;
    }
    patient->services = (int)count;
    if (count == 2 && !any_two(instance, patient->service))
        return wrong(reading, "patients[%d].required_caregivers: two caregivers are needed, only one can do both", id);
    return CTL_DONE;
}

/* What other problems of this name have: an answer that passes over it would be none. */
static int refuse_others(const struct reading *reading, int id, const json_t *from)
{
    const json_t *index = told(from, "distance_matrix_index");
    if (json_array_size(told(from, "incompatible_caregivers")))
        return wrong(reading, "patients[%d].incompatible_caregivers: " OTHER_RULES, id);
    if (index && json_integer_value(index) != id + 1)
        return wrong(reading, "patients[%d].distance_matrix_index: %d is needed, in the order of the patients", id,
                     id + 1);
    return CTL_DONE;
}

static int read_patient(const struct reading *reading, int id, const json_t *from)
{
    struct hhcrsp_patient *patient = &reading->instance->patient[id];
    patient->id = id_of(from);
    for (int i = 0; patient->id && i < id; i++)
        if (strcmp(reading->instance->patient[i].id, patient->id) == 0)
            patient->id = NULL;
    if (!patient->id)
        return wrong(reading, "patients[%d].id: a text of its own is needed, of letters that print", id);
    if (!pair(json_object_get(from, "location"), -VALUE_MOST, &patient->x, &patient->y))
        reading->instance->located = false;
    if (!pair(json_object_get(from, "time_window"), 0, &patient->earliest, &patient->latest) ||
        patient->earliest > patient->latest)
        return wrong(reading, "patients[%d].time_window: [earliest, latest] is needed, numbers from 0 to 1000000", id);
    int code = refuse_others(reading, id, from);
    code = code ? code : read_needs(reading, id, json_object_get(from, "required_caregivers"));
    return code ? code : read_relation(reading, id, json_object_get(from, "synchronization"));
}

static int read_patients(const struct reading *reading)
{
    struct hhcrsp *instance = reading->instance;
    const json_t *list = json_object_get(instance->file, "patients");
    size_t count = json_array_size(list);
    if (!count || count > PATIENTS_MOST)
        return wrong(reading, "patients: an array of 1 to %d is needed", PATIENTS_MOST);
    instance->patients = (int)count;
    instance->patient = calloc(count, sizeof *instance->patient);
    if (!instance->patient)
        return wrong(reading, "out of memory");
    for (int i = 0; i < instance->patients; i++) {
        int code = read_patient(reading, i, json_array_get(list, (size_t)i));
        if (code)
            return code;
    }
    return CTL_DONE;
}

/* ---- ways ---- */

static int read_ways(const struct reading *reading)
{
    struct hhcrsp *instance = reading->instance;
    const json_t *rows = json_object_get(instance->file, "distances");
    size_t places = (size_t)instance->patients + 1;
    instance->way = calloc(places * places, sizeof *instance->way);
    if (!instance->way)
        return wrong(reading, "out of memory");
    if (json_array_size(rows) != places)
        return wrong(reading, "distances: %zu rows are needed, the office first, there are %zu", places,
                     json_array_size(rows));
    for (size_t i = 0; i < places; i++) {
        const json_t *row = json_array_get(rows, i);
        if (json_array_size(row) != places)
            return wrong(reading, "distances[%zu]: %zu numbers are needed, there are %zu", i, places,
                         json_array_size(row));
        for (size_t j = 0; j < places; j++)
            if (!number(json_array_get(row, j), 0, &instance->way[i * places + j]))
                return wrong(reading, "distances[%zu][%zu]: a number from 0 to 1000000 is needed", i, j);
    }
    return CTL_DONE;
}

/* Places are only drawn: no file needs them. */
static int read_office(const struct reading *reading)
{
    struct hhcrsp *instance = reading->instance;
    const json_t *offices = told(instance->file, "central_offices");
    if (told(instance->file, "departing_points"))
        return wrong(reading, "departing_points: " OTHER_RULES);
    if (json_array_size(offices) > 1)
        return wrong(reading, "central_offices: one is needed, there are %zu", json_array_size(offices));
    const json_t *office = json_array_get(offices, 0);
    instance->located = pair(json_object_get(office, "location"), -VALUE_MOST, &instance->x, &instance->y);
    return CTL_DONE;
}

int hhcrsp_read(const struct ctl *ctl, const struct plan_asked *asked, struct hhcrsp *instance)
{
    const struct reading reading = {ctl, asked->file, instance};
    json_error_t error;
    *instance = (struct hhcrsp){.file = json_loads(asked->text, JSON_REJECT_DUPLICATES, &error)};
    if (!instance->file)
        return wrong(&reading, "line %d column %d: %s", error.line, error.column, error.text);
    int code = read_office(&reading);
    code = code ? code : read_services(&reading);
    code = code ? code : read_caregivers(&reading);
    code = code ? code : read_patients(&reading);
    return code ? code : read_ways(&reading);
}

void hhcrsp_free(struct hhcrsp *instance)
{
    free(instance->patient);
    free((void *)instance->caregiver);
    free((void *)instance->service);
    free(instance->able);
    free(instance->usual);
    free(instance->way);
    json_decref(instance->file);
}
