/* The policy that a daemon goes by: the file of the key `policy` of [anxin], or what is built in. */
#ifndef ANXIN_BUS_POLICY_FILE_H
#define ANXIN_BUS_POLICY_FILE_H

#include "service/policy.h"

/* Reads the file; "" gives what is built in. NULL with the reason: file, line and why, or
 * that others than its owner may change it. */
struct policy *policy_file_read(const char *path, struct error *error);

#endif
