/* Ids in few bytes. Invariant: two names are the same exactly when their ids are. */
#include "name.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* What a name is stands in that byte: of a UUID the variant, which begins with the bits 10; else the length of an id
 * that fills the others, or TEXT. */
#define FORM 8
#define VARIANT 0xC0
#define UUID 0x80
#define TEXT 0x40
#define SHORT 15

struct name_text {
    int times;
    bool touched;
    char id[];
};

/* ---- UUIDs ---- */

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_dash(int place)
{
    return place == 8 || place == 13 || place == 18 || place == 23;
}

static bool uuid_make(const char *id, struct name *name)
{
    int byte = 0;
    for (int i = 0; i < UUID_SIZE - 1; i++) {
        if (is_dash(i)) {
            if (id[i] != '-')
                return false;
            continue;
        }
        int high = digit_of(id[i]), low = high < 0 ? -1 : digit_of(id[i + 1]);
        if (low < 0)
            return false;
        name->at[byte++] = (uint8_t)(high << 4 | low);
        i++;
    }
    return !id[UUID_SIZE - 1] && (name->at[FORM] & VARIANT) == UUID;
}

static void uuid_read(struct name name, char id[ID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    int byte = 0;
    for (int i = 0; i < UUID_SIZE - 1; i++) {
        if (is_dash(i)) {
            id[i] = '-';
            continue;
        }
        id[i++] = digits[name.at[byte] >> 4];
        id[i] = digits[name.at[byte++] & 15];
    }
    id[UUID_SIZE - 1] = '\0';
}

/* ---- short ones ---- */

static bool short_make(const char *id, struct name *name)
{
    size_t length = strlen(id), first = length < FORM ? length : FORM;
    if (length > SHORT)
        return false;
    *name = (struct name){0};
    memcpy(name->at, id, first);
    memcpy(name->at + FORM + 1, id + first, length - first);
    name->at[FORM] = (uint8_t)length;
    return true;
}

static void short_read(struct name name, char id[ID_SIZE])
{
    size_t length = name.at[FORM], first = length < FORM ? length : FORM;
    memcpy(id, name.at, first);
    memcpy(id + first, name.at + FORM + 1, length - first);
    id[length] = '\0';
}

/* ---- texts ---- */

static struct name_text *text_of(struct name name)
{
    struct name_text *text = NULL;
    if ((name.at[FORM] & VARIANT) == TEXT)
        memcpy(&text, name.at, sizeof text);
    return text;
}

static void text_name(struct name_text *text, struct name *name)
{
    *name = (struct name){0};
    memcpy(name->at, &text, sizeof text);
    name->at[FORM] = TEXT;
}

static int text_touch(struct names *names, struct name_text *text)
{
    if (text->touched)
        return 0;
    if (list_insert(&names->touched, sizeof text, names->touched.count, &text))
        return -1;
    text->touched = true;
    return 0;
}

static struct name_text *text_add(struct names *names, const char *id)
{
    struct name_text *text = calloc(1, sizeof *text + strlen(id) + 1);
    if (!text)
        return NULL;
    memcpy(text->id, id, strlen(id) + 1);
    if (map_put(&names->texts, text) == 0)
        return text;
    free(text);
    return NULL;
}

static void text_drop(struct names *names, struct name_text *text)
{
    map_drop(&names->texts, text);
    free(text);
}

static int text_make(struct names *names, const char *id, struct name *name)
{
    names->texts.key = offsetof(struct name_text, id);
    struct name_text *known = map_find(&names->texts, id), *text = known ? known : text_add(names, id);
    if (!text)
        return -1;
    text_name(text, name);
    if (text_touch(names, text) == 0)
        return 0;
    if (!known)
        text_drop(names, text);
    return -1;
}

/* ---- names ---- */

int name_make(struct names *names, const char *id, struct name *name)
{
    return uuid_make(id, name) || short_make(id, name) ? 0 : text_make(names, id, name);
}

bool name_find(const struct names *names, const char *id, struct name *name)
{
    if (uuid_make(id, name) || short_make(id, name))
        return true;
    struct name_text *text = map_find(&names->texts, id);
    if (text)
        text_name(text, name);
    return text != NULL;
}

int name_touch(struct names *names, struct name name)
{
    struct name_text *text = text_of(name);
    return text ? text_touch(names, text) : 0;
}

void name_count(struct name name, int count)
{
    struct name_text *text = text_of(name);
    if (text)
        text->times += count;
}

void names_sweep(struct names *names)
{
    struct name_text **touched = names->touched.at;
    for (int i = 0; i < names->touched.count; i++) {
        touched[i]->touched = false;
        if (!touched[i]->times)
            text_drop(names, touched[i]);
    }
    names->touched.count = 0;
}

void names_close(struct names *names)
{
    for (uint32_t i = 0; i < names->texts.room; i++)
        free(names->texts.slots[i].item);
    map_close(&names->texts);
    free(names->touched.at);
}

bool name_same(struct name one, struct name other)
{
    return memcmp(one.at, other.at, sizeof one.at) == 0;
}

void name_read(struct name name, char id[ID_SIZE])
{
    const struct name_text *text = text_of(name);
    if (text)
        text_put(id, ID_SIZE, text->id);
    else if ((name.at[FORM] & VARIANT) == UUID)
        uuid_read(name, id);
    else
        short_read(name, id);
}

int name_compare(struct name one, struct name other)
{
    char first[ID_SIZE], second[ID_SIZE];
    name_read(one, first);
    name_read(other, second);
    return strcmp(first, second);
}

uint32_t name_hash(struct name name)
{
    uint64_t half[2];
    memcpy(half, name.at, sizeof half);
    uint64_t hash = (half[0] ^ half[1] >> 29 ^ half[1] << 35) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(hash >> 32);
}
