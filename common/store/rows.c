/* Running statements of the tables: values in, rows out. */
#include <string.h>

#include "base/text.h"

#include "inside.h"

struct value val_int(int64_t number)
{
    return (struct value){.kind = VALUE_INT, .number = number};
}

struct value val_text(const char *text)
{
    return (struct value){.kind = VALUE_TEXT, .data = text, .size = strlen(text)};
}

struct value val_opt(const char *text)
{
    return *text ? val_text(text) : (struct value){.kind = VALUE_NULL};
}

struct value val_blob(const void *data, size_t size)
{
    return (struct value){.kind = VALUE_BLOB, .data = size ? data : "", .size = size};
}

/* `keep` is SQLITE_STATIC when the caller's memory outlives the run, SQLITE_TRANSIENT when it may change before. */
static int bind_value(sqlite3_stmt *statement, int place, const struct value *value, sqlite3_destructor_type keep)
{
    switch (value->kind) {
    case VALUE_NULL:
        return sqlite3_bind_null(statement, place);
    case VALUE_INT:
        return sqlite3_bind_int64(statement, place, value->number);
    case VALUE_TEXT:
        return sqlite3_bind_text64(statement, place, value->data, value->size, keep, SQLITE_UTF8);
    case VALUE_BLOB:
        return sqlite3_bind_blob64(statement, place, value->data, value->size, keep);
    }
    BUG("a value of kind %d", (int)value->kind);
}

static int fail_statement(struct store *store, const struct statements *table, int statement, int code)
{
    char what[96];
    if (TEXT_FORMAT(what, "statement %d of table %s", statement, table->name) != 0)
        TEXT_PUT(what, "a statement");
    return store_fail_sql(store, code, what);
}

static sqlite3_stmt *bind_statement(struct store *store, const struct statements *table, int statement,
                                    const struct value *args, int count, sqlite3_destructor_type keep)
{
    sqlite3_stmt *bound = store_statement(store, table, statement);
    if (!bound)
        return NULL;
    if (sqlite3_bind_parameter_count(bound) != count)
        BUG("statement %d of table %s takes %d values, not %d", statement, table->name,
            sqlite3_bind_parameter_count(bound), count);
    for (int i = 0; i < count; i++) {
        int code = bind_value(bound, i + 1, &args[i], keep);
        if (code != SQLITE_OK) {
            fail_statement(store, table, statement, code);
            return NULL;
        }
    }
    return bound;
}

int store_do(struct store *store, const struct statements *table, int statement, const struct value *args, int count)
{
    sqlite3_stmt *bound = bind_statement(store, table, statement, args, count, SQLITE_STATIC);
    if (!bound)
        return -1;
    int code = sqlite3_step(bound);
    if (code == SQLITE_ROW)
        BUG("statement %d of table %s gives rows", statement, table->name);
    int result = code == SQLITE_DONE ? 0 : fail_statement(store, table, statement, code);
    sqlite3_reset(bound);
    if (result == 0 && !sqlite3_stmt_readonly(bound))
        result = sqlite3_changes(store->db);
    return result;
}

void rows_open(struct rows *rows, struct store *store, const struct statements *table, int statement,
               const struct value *args, int count)
{
    rows->store = store;
    rows->statement = bind_statement(store, table, statement, args, count, SQLITE_TRANSIENT);
    rows->failed = rows->statement == NULL;
}

int rows_next(struct rows *rows)
{
    if (rows->failed || !rows->statement)
        return rows->failed ? -1 : 0;
    int code = sqlite3_step(rows->statement);
    if (code == SQLITE_ROW)
        return 1;
    if (code != SQLITE_DONE) {
        rows->failed = true;
        store_fail_sql(rows->store, code, "reading rows");
    }
    rows_close(rows);
    return rows->failed ? -1 : 0;
}

int64_t rows_int(const struct rows *rows, int column)
{
    return sqlite3_column_int64(rows->statement, column);
}

bool rows_null(const struct rows *rows, int column)
{
    return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

const char *rows_text(const struct rows *rows, int column)
{
    const char *text = (const char *)sqlite3_column_text(rows->statement, column);
    return text ? text : "";
}

void rows_copy(const struct rows *rows, int column, char *to, size_t size)
{
    text_put(to, size, rows_text(rows, column));
}

const void *rows_blob(const struct rows *rows, int column, size_t *size)
{
    const void *data = sqlite3_column_blob(rows->statement, column);
    *size = (size_t)sqlite3_column_bytes(rows->statement, column);
    return data ? data : "";
}

int rows_columns(const struct rows *rows)
{
    return rows->statement ? sqlite3_column_count(rows->statement) : 0;
}

const char *rows_name(const struct rows *rows, int column)
{
    const char *name = sqlite3_column_name(rows->statement, column);
    return name ? name : "";
}

int rows_hash(const struct rows *rows, int column, uint8_t hash[32])
{
    size_t size = 0;
    const void *data = rows_blob(rows, column, &size);
    if (size != 32)
        return -1;
    memcpy(hash, data, 32);
    return 0;
}

void rows_close(struct rows *rows)
{
    if (rows->statement)
        sqlite3_reset(rows->statement);
    rows->statement = NULL;
}

int store_int(struct store *store, const struct statements *table, int statement, const struct value *args, int count,
              int64_t *number)
{
    struct rows rows;
    rows_open(&rows, store, table, statement, args, count);
    int found = rows_next(&rows);
    if (found == 1)
        *number = rows_int(&rows, 0);
    rows_close(&rows);
    return found;
}
