/* Which line has which sub-lines: 居家养老 and 生活照料 of the elders, 生活照料 of any home, 母婴服务, 康复护理. */
#include "line.h"

#include <stddef.h>

#include "base/text.h"

static const struct {
    const char *line, *sublines;
} lines[] = {
    {"maternity", "mother_infant"},
    {"household", "daily_care"},
    {"elder", "home_elder_care|daily_care"},
    {"nursing", "rehabilitation_care"},
    {"rehabilitation", "rehabilitation_care"},
};

bool subline_fits(const char *line, const char *subline)
{
    if (!subline[0])
        return true;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (text_same(line, lines[i].line))
            return text_in_list(subline, lines[i].sublines);
    return false;
}
