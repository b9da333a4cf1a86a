/* What the files of the bench share. */
#ifndef ANXIN_TESTS_BENCH_FIGURES_H
#define ANXIN_TESTS_BENCH_FIGURES_H

/* Says why on stderr and ends the program (and with it the set: its processes die with their parent). */
__attribute__((noreturn, format(printf, 1, 2))) void figures_fail(const char *format, ...);

double now_s(void); /* monotonic */
double cpu_s(void); /* of this process */
void sleep_until(double at);

#endif
