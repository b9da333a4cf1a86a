/* Settings and state tables on standard output: what the READMEs show is made from here. */
#include "service/print.h"

#include <stdio.h>

int print_settings(const struct service *service)
{
    for (int i = 0; i < service->settings_count; i++) {
        const struct setting *setting = &service->settings[i];
        printf("%s.%s = %lld  (%lld..%lld)  %s\n", service->name, setting->name, (long long)setting->initial,
               (long long)setting->min, (long long)setting->max, setting->doc);
    }
    return 0;
}

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
