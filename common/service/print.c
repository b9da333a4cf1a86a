/* Settings, configuration and state tables on standard output: what the READMEs show is made from here. */
#include "service/print.h"

#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "bus/ways_file.h"
#include "service/instance.h"

int print_settings(const struct service *service)
{
    for (int i = 0; i < service->settings_count; i++) {
        const struct setting *setting = &service->settings[i];
        printf("%s.%s = %lld  (%lld..%lld)  %s\n", service->name, setting->name, (long long)setting->initial,
               (long long)setting->min, (long long)setting->max, setting->doc);
    }
    return 0;
}

/* ---- what a configuration comes to ---- */

static void print_json(json_t *object)
{
    json_dumpf(object, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(object);
}

static void value_line(void *self, const char *section, const char *key, const char *value, const char *origin)
{
    (void)self;
    printf("%s.%s = %s  (%s)\n", section, key, value, origin);
}

static void fault_line(void *self, const char *text)
{
    const struct service *service = self;
    fprintf(stderr, "anxin-%s: %s\n", service->name, text);
}

static void value_json(void *self, const char *section, const char *key, const char *value, const char *origin)
{
    (void)self;
    print_json(json_pack("{s:s,s:s,s:s,s:s}", "section", section, "key", key, "value", value, "origin", origin));
}

static void fault_json(void *self, const char *text)
{
    const struct service *service = self;
    print_json(json_pack("{s:s,s:s}", "service", service->name, "fault", text));
}

/* Every flaw of the matrix, where the settings that name it are sound. 0, or 1 when there is any. */
static int ways_check(struct service *service, const char *file, ways_fault *fault)
{
    struct config config;
    struct travel_matrix *matrix = NULL;
    char name[INSTANCE_NAME];
    instance_called(name, service);
    if (!service->ways || config_load(&config, file, name, service->settings, service->settings_count, NULL) != 0)
        return 0;
    int result = ways_file_read(config.travel_matrix, config.datum, &matrix, fault, service, NULL);
    free(matrix);
    config_free(&config);
    return result != 0;
}

/* Whether the set has this instance. 0, or 1. */
static int instance_fault(struct service *service, const char *file, ways_fault *fault)
{
    struct config config;
    struct instance instance;
    struct error error = {""};
    char name[INSTANCE_NAME];
    instance_called(name, service);
    int wrong = config_load(&config, file, name, service->settings, service->settings_count, &error);
    if (wrong == 0) {
        wrong = instance_of(&instance, service, config.places, &error);
        config_free(&config);
    }
    if (wrong)
        fault(service, error.text);
    return wrong != 0;
}

int print_config(const struct service *service, const char *file, bool json)
{
    struct service told = *service;
    const struct config_report lines = {&told, value_line, fault_line}, objects = {&told, value_json, fault_json};
    char name[INSTANCE_NAME];
    instance_called(name, service);
    int faults = config_check(file, name, service->settings, service->settings_count, json ? &objects : &lines);
    if (faults < 0)
        fault_line(&told, "out of memory");
    if (faults == 0)
        faults = instance_fault(&told, file, json ? fault_json : fault_line);
    if (faults == 0)
        faults = ways_check(&told, file, json ? fault_json : fault_line);
    return faults == 0 ? 0 : 2;
}

/* ---- states ---- */

static void print_machine(const struct machine *machine)
{
    printf("%s\n\n```mermaid\nstateDiagram-v2\n", machine->name);
    for (size_t i = 0; i < machine->count; i++) {
        const struct move *move = &machine->moves[i];
        printf("    %s --> %s: %s (row %d)\n", move->from ? machine->state_name(move->from) : "[*]",
               machine->state_name(move->to), machine->trigger_name(move->trigger), move->row);
    }
    printf("```\n");
}

int print_states(const struct service *service)
{
    for (const struct machine *const *machine = service->machines; machine && *machine; machine++)
        print_machine(*machine);
    return 0;
}
