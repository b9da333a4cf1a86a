/* load send ENDPOINT FILE N WINDOW RATE SECONDS | load repeat ENDPOINT FILE SKIP | load check DATA FILE READERS [any]:
 * see load.h. For the tests of faults. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc == 8 && strcmp(argv[1], "send") == 0) {
        const struct load_plan plan = {argv[2], argv[3], atoi(argv[4]), atoi(argv[5]), atoi(argv[6]), atoi(argv[7])};
        return load_send(&plan) == 0 ? 0 : 1;
    }
    if (argc == 5 && strcmp(argv[1], "repeat") == 0)
        return load_repeat(argv[2], argv[3], atoi(argv[4])) == 0 ? 0 : 1;
    if ((argc == 5 || argc == 6) && strcmp(argv[1], "check") == 0)
        return load_check(argv[2], argv[3], atoi(argv[4]), argc == 5) == 0 ? 0 : 1;
    fprintf(stderr, "load send ENDPOINT FILE N WINDOW RATE SECONDS | load repeat ENDPOINT FILE SKIP |"
                    " load check DATA FILE READERS [any]\n");
    return 2;
}
