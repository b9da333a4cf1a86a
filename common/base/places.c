/* Invariant: of one service no two instances of a set have a name, and so a file, in common. */
#include "base/places.h"

#include <string.h>

#include "base/text.h"

static bool code_is_good(const char *code)
{
    return code[0] >= 'a' && code[0] <= 'z' && code[strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' &&
           strlen(code) < PLACE_CODE;
}

static int place_add(struct places *places, const char *code, const char *origin, struct error *error)
{
    if (!code_is_good(code))
        return error_set(error, "%s: \"%.40s\" is no place: 1 to %d lower-case letters, digits and _, a letter first",
                         origin, code, PLACE_CODE - 1);
    if (places_have(places, code))
        return error_set(error, "%s: %s stands there twice", origin, code);
    if (places->count == PLACES_MOST)
        return error_set(error, "%s: more than %d places", origin, PLACES_MOST);
    TEXT_PUT(places->at[places->count++], code);
    return 0;
}

int places_read(struct places *places, const char *text, const char *origin, struct error *error)
{
    char code[PLACE_CODE + 20];
    *places = (struct places){.count = 0};
    for (text += strspn(text, ", \t"); *text; text += strspn(text, ", \t")) {
        const size_t size = strcspn(text, ", \t");
        const size_t kept = size < sizeof code ? size : sizeof code - 1; /* too long: no code either */
        memcpy(code, text, kept);
        code[kept] = '\0';
        if (place_add(places, code, origin, error) != 0)
            return -1;
        text += size;
    }
    return 0;
}

bool places_have(const struct places *places, const char *code)
{
    for (int i = 0; i < places->count; i++)
        if (text_same(places->at[i], code))
            return true;
    return false;
}

/* ---- instances ---- */

int instance_name(char to[INSTANCE_NAME], const char *service, const char *place)
{
    return text_format(to, INSTANCE_NAME, "%s%s%s", service, place[0] ? "/" : "", place);
}

void instance_service(char to[INSTANCE_NAME], const char *name)
{
    text_format(to, INSTANCE_NAME, "%.*s", (int)strcspn(name, "/"), name);
}

const char *instance_place(const char *name)
{
    const char *slash = strchr(name, '/');
    return slash ? slash + 1 : "";
}

bool instance_is_of(const char *name, const char *service)
{
    const size_t size = strlen(service);
    return strncmp(name, service, size) == 0 && (name[size] == '\0' || name[size] == '/');
}

void instance_file(char *to, size_t size, const char *name)
{
    text_copy(to, size, name);
    for (char *slash = to; (slash = strchr(slash, '/')) != NULL;)
        *slash = '.';
}
