/* What a daemon can tell about itself without serving. */
#ifndef ANXIN_SERVICE_PRINT_H
#define ANXIN_SERVICE_PRINT_H

#include "service/service.h"

#define ANXIN_VERSION "0.1.0"

int print_settings(const struct service *service); /* name, default, bounds, doc; a line each. Exit code */
int print_states(const struct service *service);   /* each state table as a Mermaid diagram. Exit code */

/* What a configuration makes of the settings and where each comes from, a line each, and what is wrong with it; with
 * `json` objects {section, key, value, origin} and {service, fault}. Exit code: 0, or 2 when it would be refused. */
int print_config(const struct service *service, const char *file, bool json);

#endif
