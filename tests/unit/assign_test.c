/* One visit a worker, at the least cost and proven (2-FEATURES V25, matching engine): equal to brute force and to a
 * slow method, over all pairs though few are listed, after changes too; what is no answer is found out; OR-Library
 * files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "services/matching/engine/assign.h"
#include "services/matching/engine/assign_near.h"
#include "services/matching/engine/assign_orlib.h"

#define NO_ARC INT32_MIN

/* ---- chance, the same in every run ---- */

static uint64_t seed;

static uint64_t chance(void)
{
    seed += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = (seed ^ seed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

static int below(int limit)
{
    return (int)(chance() % (uint64_t)limit);
}

static int between(int least, int most)
{
    return least + (int)(chance() % (uint64_t)((int64_t)most - least + 1));
}

/* ---- worlds of listed arcs ---- */

#define SIDE 60

struct table {
    int rows, columns;
    int32_t cost[SIDE][SIDE];
    int64_t price[SIDE];
};

static bool table_cost(const void *self, int row, int column, int32_t *cost)
{
    const struct table *table = self;
    *cost = table->cost[row][column];
    return *cost != NO_ARC;
}

static void fill_table(struct table *table, int rows, int columns, int least, int most, int missing)
{
    table->rows = rows;
    table->columns = columns;
    for (int row = 0; row < rows; row++) {
        table->price[row] = between(least, most);
        for (int column = 0; column < columns; column++)
            table->cost[row][column] = below(100) < missing ? NO_ARC : between(least, most);
    }
}

static void list_row(struct assign *assign, const struct table *table, int row)
{
    assign_set_price(assign, row, table->price[row]);
    for (int column = 0; column < table->columns; column++)
        if (table->cost[row][column] != NO_ARC)
            assert_int_equal(assign_add(assign, row, column, table->cost[row][column]), 0);
}

static struct assign *open_table(const struct table *table)
{
    struct assign *assign = assign_open(table->rows, table->columns, NULL);
    assert_non_null(assign);
    for (int row = 0; row < table->rows; row++)
        list_row(assign, table, row);
    return assign;
}

static struct assign_answer solve_and_check(struct assign *assign, assign_cost *cost, const void *self)
{
    struct assign_answer answer;
    struct error error = {""};
    assert_int_equal(assign_solve(assign), 0);
    assign_answer(assign, &answer);
    if (assign_check(&answer, cost, self, &error) || assign_check_listed(assign, &error))
        fail_msg("%s", error.text);
    return answer;
}

static int64_t solved(const struct table *table)
{
    struct assign *assign = open_table(table);
    int64_t objective = solve_and_check(assign, table_cost, table).objective;
    assign_close(&assign);
    return objective;
}

/* ---- two slow methods ---- */

static int64_t brute_force(const struct table *table, int row, unsigned taken)
{
    if (row == table->rows)
        return 0;
    int64_t best = table->price[row] + brute_force(table, row + 1, taken);
    for (int column = 0; column < table->columns; column++)
        if (table->cost[row][column] != NO_ARC && !(taken >> column & 1)) {
            int64_t sum = table->cost[row][column] + brute_force(table, row + 1, taken | 1U << column);
            best = sum < best ? sum : best;
        }
    return best;
}

/* The Hungarian method over a full matrix, with a column of its own for each row that is left out. */
#define FULL (2 * SIDE + 1)

struct hungarian {
    const struct table *table;
    int64_t u[FULL], v[FULL], least[FULL];
    int row_of[FULL], way[FULL];
    bool used[FULL];
};

static int64_t full_cost(const struct table *table, int row, int column)
{
    if (column >= table->columns)
        return column - table->columns == row ? table->price[row] : INT64_C(1) << 50;
    return table->cost[row][column] == NO_ARC ? INT64_C(1) << 50 : table->cost[row][column];
}

static int nearest(struct hungarian *it, int columns, int from)
{
    int next = 0, row = it->row_of[from];
    int64_t delta = INT64_MAX;
    for (int column = 1; column <= columns; column++) {
        if (it->used[column])
            continue;
        int64_t now = full_cost(it->table, row - 1, column - 1) - it->u[row] - it->v[column];
        if (now < it->least[column]) {
            it->least[column] = now;
            it->way[column] = from;
        }
        if (it->least[column] < delta) {
            delta = it->least[column];
            next = column;
        }
    }
    for (int column = 0; column <= columns; column++)
        if (it->used[column]) {
            it->u[it->row_of[column]] += delta;
            it->v[column] -= delta;
        } else {
            it->least[column] -= delta;
        }
    return next;
}

static int64_t hungarian(const struct table *table)
{
    static struct hungarian it;
    int columns = table->columns + table->rows;
    memset(&it, 0, sizeof(it));
    it.table = table;
    for (int row = 1; row <= table->rows; row++) {
        int column = 0;
        it.row_of[0] = row;
        for (int i = 0; i < FULL; i++) {
            it.least[i] = INT64_C(1) << 60;
            it.used[i] = false;
        }
        do {
            it.used[column] = true;
            column = nearest(&it, columns, column);
        } while (it.row_of[column] != 0);
        for (; column != 0; column = it.way[column])
            it.row_of[column] = it.row_of[it.way[column]];
    }
    return -it.v[0];
}

/* ---- the best there is ---- */

static void test_small_worlds_cost_what_brute_force_finds(void **state)
{
    (void)state;
    seed = 1;
    for (int i = 0; i < 3000; i++) {
        static struct table table;
        int most = i % 3 ? 100 : 4;
        fill_table(&table, between(1, 6), between(1, 6), i % 2 ? -most : 0, most, below(70));
        assert_int_equal(solved(&table), brute_force(&table, 0, 0));
    }
}

/* What a column's price tells a person: one more column like it would save at most so much, and losing it costs no
 * less. */
static void test_a_price_is_what_one_more_column_like_it_could_save(void **state)
{
    (void)state;
    for (int world = 0; world < 60; world++) {
        static struct table table, more;
        fill_table(&table, 2 + below(4), 2 + below(4), 0, 12, 20);
        struct assign *assign = open_table(&table);
        struct assign_answer answer = solve_and_check(assign, table_cost, &table);
        for (int column = 0; column < table.columns; column++) {
            more = table;
            more.columns++;
            for (int row = 0; row < table.rows; row++)
                more.cost[row][table.columns] = table.cost[row][column];
            int64_t saved = answer.objective - brute_force(&more, 0, 0);
            int64_t lost = brute_force(&table, 0, 1U << column) - answer.objective;
            assert_true(saved <= answer.column_prices[column]);
            assert_true(lost >= answer.column_prices[column]);
        }
        assign_close(&assign);
    }
}

static void test_larger_worlds_cost_what_the_hungarian_method_finds(void **state)
{
    (void)state;
    seed = 2;
    for (int i = 0; i < 200; i++) {
        static struct table table;
        int most = i % 3 ? 1000 : 12;
        fill_table(&table, between(20, SIDE), between(20, SIDE), i % 4 ? 0 : -most, most, i % 5 ? below(95) : 0);
        for (int row = 0; row < table.rows && i % 2; row++)
            table.price[row] = 10 * most;
        assert_int_equal(solved(&table), hungarian(&table));
    }
}

static void test_equal_costs_fill_as_many_as_there_is_room_for(void **state)
{
    static struct table table;
    (void)state;
    fill_table(&table, 40, 30, 7, 7, 0);
    for (int row = 0; row < table.rows; row++)
        table.price[row] = 9;
    assert_int_equal(solved(&table), 30 * 7 + 10 * 9);
    fill_table(&table, 30, 40, 7, 7, 0);
    assert_int_equal(solved(&table), 30 * 7);
}

static void test_rows_without_arcs_and_worlds_without_rows_or_columns_have_an_answer(void **state)
{
    static struct table table;
    (void)state;
    fill_table(&table, 5, 5, 3, 3, 100);
    assert_int_equal(solved(&table), 15);
    fill_table(&table, 5, 0, 3, 3, 0);
    assert_int_equal(solved(&table), 15);
    fill_table(&table, 0, 5, 3, 3, 0);
    assert_int_equal(solved(&table), 0);
}

static void test_costs_at_the_ends_of_their_range_do_not_overflow(void **state)
{
    (void)state;
    seed = 3;
    for (int i = 0; i < 60; i++) {
        static struct table table;
        fill_table(&table, 40, 40, INT32_MAX - 50, INT32_MAX, 30);
        for (int row = 0; row < table.rows; row++) {
            table.price[row] = row % 2 ? ASSIGN_PRICE_MOST : INT32_MAX;
            for (int column = 0; column < table.columns; column++)
                if (below(4) == 0)
                    table.cost[row][column] = INT32_MIN + 1 + below(5);
        }
        assert_int_equal(solved(&table), hungarian(&table));
    }
}

static void test_a_row_stays_out_when_that_is_cheaper_for_all(void **state)
{
    (void)state;
    static struct table table = {.rows = 2, .columns = 1, .cost = {{5}, {4}}, .price = {50, 6}};
    struct assign *assign = open_table(&table);
    struct assign_answer answer = solve_and_check(assign, table_cost, &table);
    assert_int_equal(answer.column[0], 0);
    assert_int_equal(answer.column[1], ASSIGN_OUT);
    assert_int_equal(answer.left_out, 1);
    assert_int_equal(answer.objective, 11);
    assert_true(answer.column_prices[0] >= 2); /* or the second would have the first one's place */
    assign_close(&assign);
}

static void test_the_same_world_has_the_same_answer_and_the_same_prices(void **state)
{
    static struct table table;
    (void)state;
    seed = 4;
    fill_table(&table, 50, 50, 0, 5, 40);
    struct assign *first = open_table(&table), *second = open_table(&table);
    struct assign_answer a = solve_and_check(first, table_cost, &table);
    struct assign_answer b = solve_and_check(second, table_cost, &table);
    assert_memory_equal(a.column, b.column, 50 * sizeof(*a.column));
    assert_memory_equal(a.row_costs, b.row_costs, 50 * sizeof(*a.row_costs));
    assert_memory_equal(a.column_prices, b.column_prices, 50 * sizeof(*a.column_prices));
    assign_close(&first);
    assign_close(&second);
}

/* ---- after a change ---- */

static void test_after_changes_it_costs_what_the_world_as_it_is_now_costs(void **state)
{
    (void)state;
    seed = 5;
    for (int i = 0; i < 60; i++) {
        static struct table table, fresh;
        int most = i % 2 ? 10 : 500, missing = i % 3 ? 80 : 10;
        fill_table(&table, SIDE, between(40, SIDE), 0, most, missing);
        struct assign *assign = open_table(&table);
        solve_and_check(assign, table_cost, &table);
        for (int round = 0; round < 6; round++) {
            fill_table(&fresh, SIDE, table.columns, 0, most, missing);
            for (int changes = below(20); changes >= 0; changes--) {
                int row = below(SIDE);
                memcpy(table.cost[row], fresh.cost[row], sizeof(table.cost[row]));
                table.price[row] = fresh.price[row];
                assign_change(assign, row);
                list_row(assign, &table, row);
            }
            assert_int_equal(solve_and_check(assign, table_cost, &table).objective, hungarian(&table));
        }
        assign_close(&assign);
    }
}

/* ---- over all pairs, by place ---- */

#define PLACES 300

struct town {
    struct near_world world;
    struct near_place row[PLACES], column[PLACES];
};

static int32_t dearness(const void *self, int row, int column)
{
    (void)self;
    return (row * 31 + column * 17) % 50 == 0 ? -1 : (row + column) % 7 * 20;
}

static void place_row(struct town *town, int row, int reach, int skills)
{
    town->row[row] = (struct near_place){between(-reach, reach), between(-reach, reach), 0};
    for (int i = below(3); i > 0 && skills > 0; i--)
        town->row[row].skills |= UINT64_C(1) << below(skills);
}

static void fill_town(struct town *town, int rows, int columns, int reach, int skills)
{
    for (int row = 0; row < rows; row++)
        place_row(town, row, reach / between(1, 3), skills);
    for (int column = 0; column < columns; column++)
        town->column[column] = (struct near_place){between(-reach, reach), between(-reach, reach), chance() | chance()};
    town->world = (struct near_world){.rows = rows,
                                      .columns = columns,
                                      .row = town->row,
                                      .column = town->column,
                                      .per_metre = between(1, 20),
                                      .more = below(2) ? dearness : NULL};
}

static struct assign *open_town(struct town *town, int64_t price, struct near **near)
{
    struct error error = {""};
    *near = near_open(&town->world, &error);
    assert_non_null(*near);
    struct assign_source source = near_source(*near);
    struct assign *assign = assign_open(town->world.rows, town->world.columns, &source);
    assert_non_null(assign);
    for (int row = 0; row < town->world.rows; row++)
        assign_set_price(assign, row, price + row);
    return assign;
}

/* What it costs when all arcs are listed. */
static int64_t town_in_full(const struct town *town, int64_t price)
{
    int32_t cost;
    struct assign *assign = assign_open(town->world.rows, town->world.columns, NULL);
    for (int row = 0; row < town->world.rows; row++) {
        assign_set_price(assign, row, price + row);
        for (int column = 0; column < town->world.columns; column++)
            if (near_cost(&town->world, row, column, &cost))
                assert_int_equal(assign_add(assign, row, column, cost), 0);
    }
    int64_t objective = solve_and_check(assign, near_cost, &town->world).objective;
    assign_close(&assign);
    return objective;
}

static void test_few_listed_arcs_give_the_best_over_all_pairs(void **state)
{
    (void)state;
    seed = 6;
    for (int i = 0; i < 60; i++) {
        static struct town town;
        struct near *near;
        int64_t price = i % 4 ? 1000000 : 900;
        fill_town(&town, between(1, PLACES), between(1, PLACES), i % 5 ? 3000 : 8, i % 3 * 4);
        struct assign *assign = open_town(&town, price, &near);
        struct assign_answer answer = solve_and_check(assign, near_cost, &town.world);
        assert_int_equal(answer.objective, town_in_full(&town, price));
        assign_close(&assign);
        near_close(&near);
    }
}

static void test_after_rows_have_moved_it_is_the_best_over_all_pairs_again(void **state)
{
    (void)state;
    seed = 7;
    for (int i = 0; i < 30; i++) {
        static struct town town;
        struct near *near;
        int rows = between(100, PLACES);
        fill_town(&town, rows, between(100, PLACES), 4000, i % 3 * 3);
        struct assign *assign = open_town(&town, 100000, &near);
        solve_and_check(assign, near_cost, &town.world);
        for (int round = 0; round < 5; round++) {
            for (int changes = 0; changes < 12; changes++) {
                int row = below(rows);
                place_row(&town, row, 5000, i % 3 * 4);
                assign_change(assign, row);
                assign_set_price(assign, row, 100000 + row);
            }
            struct assign_answer answer = solve_and_check(assign, near_cost, &town.world);
            assert_int_equal(answer.objective, town_in_full(&town, 100000));
        }
        assign_close(&assign);
        near_close(&near);
    }
}

/* Few columns to spare and short ways: prices rise far, fall again, and many ways are equal. */
static void test_where_hardly_a_column_is_spare_it_stays_the_best_over_all_pairs(void **state)
{
    (void)state;
    seed = 10;
    for (int i = 0; i < 24; i++) {
        static struct town town;
        struct near *near;
        int rows = PLACES - 10, reach = i % 3 ? 60 << i % 4 : 3000, skills = i % 2 * 2;
        fill_town(&town, rows, PLACES - i % 8, reach, skills);
        town.world.per_metre = i % 4 ? 1 : 20;
        town.world.more = i % 5 ? NULL : dearness;
        struct assign *assign = open_town(&town, 100000, &near);
        for (int round = 0; round < 40; round++) {
            solve_and_check(assign, near_cost, &town.world);
            for (int changes = 1 + below(9); changes > 0; changes--) {
                int row = below(rows);
                place_row(&town, row, round % 8 == 7 ? reach + 10 : reach, skills);
                assign_change(assign, row);
                assign_set_price(assign, row, 100000 + row);
            }
        }
        assign_close(&assign);
        near_close(&near);
    }
}

/* ---- the index, against a look at everybody ---- */

struct market {
    struct town town;
    struct assign_source source;
    int64_t prices[PLACES], below[PLACES];
    int32_t listed[PLACES], mark;
    bool told[PLACES];
};

static int tell(void *to, int row, int32_t cost)
{
    struct market *market = to;
    (void)cost;
    assert_false(market->told[row]);
    market->told[row] = true;
    return 0;
}

/* The best are given, in whatever order, and what is not given is neither better nor below the bound. */
static void ask_for_more(struct market *market)
{
    struct assign_arc arcs[16];
    struct assign_wish wish = {.row = below(PLACES),
                               .most = between(1, 16),
                               .limit = below(4) ? 100000 : between(0, 4000),
                               .prices = market->prices,
                               .listed = market->listed,
                               .mark = ++market->mark};
    int64_t bound = 0, worst = -1;
    int32_t cost;
    for (int column = 0; column < PLACES; column++)
        market->listed[column] = below(8) ? 0 : wish.mark;
    int count = market->source.more(market->source.self, &wish, arcs, &bound);
    assert_in_range(count, 0, wish.most);
    for (int i = 0; i < count; i++) {
        assert_int_not_equal(market->listed[arcs[i].column], wish.mark);
        market->listed[arcs[i].column] = wish.mark;
        int64_t value = arcs[i].cost + market->prices[arcs[i].column];
        worst = value > worst ? value : worst;
    }
    assert_true(worst < wish.limit);
    for (int column = 0; column < PLACES; column++)
        if (market->listed[column] != wish.mark && near_cost(&market->town.world, wish.row, column, &cost)) {
            int64_t value = cost + market->prices[column];
            assert_true(value >= worst && (value >= bound || value >= wish.limit));
            assert_true(count == wish.most || value >= wish.limit);
        }
}

static void let_one_fall(struct market *market)
{
    int32_t cost, column = below(PLACES);
    for (int row = 0; row < PLACES; row++) {
        market->below[row] = between(0, 3000);
        market->told[row] = false;
    }
    place_row(&market->town, below(PLACES), 1000, 4);
    market->prices[column] = market->prices[column] * below(100) / 100;
    struct assign_fall fall = {column, market->prices[column], market->below, true};
    assert_int_equal(market->source.whom(market->source.self, &fall, tell, market), 0);
    for (int row = 0; row < PLACES; row++) {
        bool met = near_cost(&market->town.world, row, column, &cost);
        assert_int_equal(market->told[row], met && cost + fall.price < market->below[row]);
    }
}

static void test_the_index_gives_what_a_look_at_everybody_gives_while_prices_rise_and_fall(void **state)
{
    (void)state;
    seed = 12;
    for (int i = 0; i < 12; i++) {
        static struct market market;
        struct error error = {""};
        market = (struct market){.mark = 0};
        fill_town(&market.town, PLACES, PLACES, 1000, i % 2 * 4);
        market.town.world.per_metre = i % 3 ? 1 : 3;
        struct near *near = near_open(&market.town.world, &error);
        assert_non_null(near);
        market.source = near_source(near);
        for (int turn = 0; turn < 3000; turn++) {
            ask_for_more(&market);
            int64_t *price = &market.prices[below(PLACES)];
            *price += below(3) ? below(20) : below(400);
            if (below(20) == 0)
                let_one_fall(&market);
        }
        near_close(&near);
    }
}

/* The prices of a problem are not those of the next. */
static void test_one_index_serves_one_problem_after_the_other(void **state)
{
    static struct town town;
    struct near *near;
    (void)state;
    seed = 11;
    fill_town(&town, PLACES - 10, PLACES, 500, 0);
    struct assign *assign = open_town(&town, 100000, &near);
    int64_t objective = solve_and_check(assign, near_cost, &town.world).objective;
    assign_close(&assign);
    struct assign_source source = near_source(near);
    assign = assign_open(town.world.rows, town.world.columns, &source);
    for (int row = 0; row < town.world.rows; row++)
        assign_set_price(assign, row, 100000 + row);
    assert_int_equal(solve_and_check(assign, near_cost, &town.world).objective, objective);
    assign_close(&assign);
    near_close(&near);
}

static void test_a_place_out_of_reach_is_refused_by_name(void **state)
{
    static struct town town;
    struct error error = {""};
    (void)state;
    seed = 8;
    fill_town(&town, 3, 3, 100, 0);
    town.column[2].x = NEAR_REACH + 1;
    assert_null(near_open(&town.world, &error));
    assert_non_null(strstr(error.text, "column 2 "));
    town.column[2].x = 0;
    town.world.per_metre = 0;
    assert_null(near_open(&town.world, &error));
    assert_non_null(strstr(error.text, "1 to 20"));
}

/* ---- what is no proof is found out ---- */

struct forged {
    struct table table;
    int32_t column[3];
    int64_t u[3], v[3];
    struct assign_answer answer;
};

/* Rows 0 and 1 each have their column, row 2 is left out; column 2 is free. */
static void forge(struct forged *it)
{
    *it = (struct forged){.table = {.rows = 3,
                                    .columns = 3,
                                    .cost = {{1, 5, NO_ARC}, {4, 2, NO_ARC}, {9, 9, NO_ARC}},
                                    .price = {10, 10, 3}},
                          .column = {0, 1, ASSIGN_OUT},
                          .u = {1, 2, 3}};
    it->answer = (struct assign_answer){.rows = 3,
                                        .columns = 3,
                                        .column = it->column,
                                        .row_costs = it->u,
                                        .column_prices = it->v,
                                        .out_prices = it->table.price,
                                        .objective = 6,
                                        .bound = 6};
}

static void assert_found_out(struct forged *it, const char *words)
{
    struct error error = {""};
    assert_int_equal(assign_check(&it->answer, table_cost, &it->table, &error), -1);
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
    forge(it);
    assert_int_equal(assign_check(&it->answer, table_cost, &it->table, &error), 0);
}

static void test_the_checker_finds_each_way_to_be_no_answer(void **state)
{
    static struct forged it;
    (void)state;
    forge(&it);
    it.column[1] = 0;
    assert_found_out(&it, "taken already");
    it.column[1] = 2;
    assert_found_out(&it, "no arc to column 2");
    it.column[1] = 3;
    assert_found_out(&it, "column 3 of 3");
    it.column[1] = -7;
    assert_found_out(&it, "column -7");
}

static void test_the_checker_finds_each_way_to_be_no_proof(void **state)
{
    static struct forged it;
    (void)state;
    forge(&it);
    it.u[1] = 3;
    assert_found_out(&it, "row 1 and column 1: their cost 2 is 1 below");
    it.u[2] = 4;
    assert_found_out(&it, "above its price for leaving it out");
    it.v[0] = -1;
    it.u[0] = 0;
    assert_found_out(&it, "column 0: its price is -1");
    it.v[2] = 1;
    assert_found_out(&it, "nobody has it");
    it.u[1] = 1;
    it.answer.bound = 5;
    assert_found_out(&it, "objective is 6 and the bound 5");
    it.answer.objective = it.answer.bound = 5;
    assert_found_out(&it, "are told");
}

/* ---- OR-Library ---- */

static struct orlib *read_text(const char *text, struct error *error)
{
    return assign_read_orlib(text, strlen(text), error);
}

static void test_a_file_is_read_in_any_layout_of_its_lines(void **state)
{
    struct error error = {""};
    int32_t cost = 0;
    (void)state;
    struct orlib *orlib = read_text("\n 3\n 1 2\n\t3 4 5 +6 -7\r\n8\n\n 9", &error);
    assert_non_null(orlib);
    assert_int_equal(orlib_size(orlib), 3);
    assert_true(orlib_cost(orlib, 2, 0, &cost));
    assert_int_equal(cost, -7);
    assert_true(orlib_cost(orlib, 2, 2, &cost));
    assert_int_equal(cost, 9);
    orlib_close(&orlib);
    orlib_close(&orlib);
}

static void test_a_list_of_pairs_is_read_and_no_other_pair_may_be(void **state)
{
    struct error error = {""};
    int32_t cost = 0;
    (void)state;
    struct orlib *orlib = read_text("4\r\n 2 1 5\n1 4 7\n1 2 -3\n\n3 3 1\n4 4 2\n2 1 4\n", &error);
    assert_non_null(orlib);
    assert_true(orlib_cost(orlib, 0, 1, &cost));
    assert_int_equal(cost, -3);
    assert_true(orlib_cost(orlib, 1, 0, &cost));
    assert_int_equal(cost, 4);
    assert_false(orlib_cost(orlib, 0, 0, &cost));
    assert_false(orlib_cost(orlib, 3, 2, &cost));
    struct assign *assign = orlib_solve(orlib);
    struct assign_answer answer;
    assign_answer(assign, &answer);
    assert_int_equal(answer.objective, -3 + 4 + 1 + 2);
    assert_int_equal(assign_check(&answer, orlib_cost, orlib, &error), 0);
    assign_close(&assign);
    orlib_close(&orlib);
}

static void assert_least(const char *text, int64_t cost)
{
    struct error error = {""};
    struct assign_answer answer;
    struct orlib *orlib = read_text(text, &error);
    if (!orlib)
        fail_msg("%s", error.text);
    struct assign *assign = orlib_solve(orlib);
    assign_answer(assign, &answer);
    assert_int_equal(answer.objective, cost);
    assign_close(&assign);
    orlib_close(&orlib);
}

/* Up to three rows a line of a matrix may look like a pair: only more numbers than the matrix has are pairs. */
static void test_a_few_rows_are_told_by_pairs_too(void **state)
{
    (void)state;
    assert_least("1\n1 1 7\n", 7);
    assert_least("2\n1 1 5\n2 2 3\n", 8);
    assert_least("2\n1 1\n1 2\n", 2);
    assert_least("3\n1 1 5\n2 2 3\n3 3 1\n1 2 1\n2 1 1\n", 3);
    assert_least("3\n1 1 5\n2 2 3\n3 3 1\n", 4);
}

/* Costs that draw a price war out: each column is wanted by all, a little more by the next. */
static void test_row_times_column_is_solved_and_proven(void **state)
{
    enum { SIZE = 120 };
    static char text[SIZE * SIZE * 6];
    struct error error = {""};
    struct assign_answer answer;
    int at = sprintf(text, "%d\n", SIZE), best = 0;
    (void)state;
    for (int row = 1; row <= SIZE; row++, best += (row - 1) * (SIZE + 2 - row))
        for (int column = 1; column <= SIZE; column++)
            at += sprintf(text + at, "%d%c", row * column, column == SIZE ? '\n' : ' ');
    struct orlib *orlib = read_text(text, &error);
    assert_non_null(orlib);
    struct assign *assign = orlib_solve(orlib);
    assign_answer(assign, &answer);
    assert_int_equal(answer.objective, best);
    assert_int_equal(assign_check(&answer, orlib_cost, orlib, &error), 0);
    assign_close(&assign);
    orlib_close(&orlib);
}

static void assert_refused(const char *text, const char *words)
{
    struct error error = {""};
    assert_null(read_text(text, &error));
    if (!strstr(error.text, words))
        fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

static void test_a_bad_file_is_refused_with_the_line_and_what_is_wrong_there(void **state)
{
    (void)state;
    assert_refused("", "line 1: the file is empty");
    assert_refused("  \n\n", "line 3: the file is empty");
    assert_refused("0", "line 1: n is 0: 1 to 5000");
    assert_refused("5001", "n is 5001");
    assert_refused("-3", "n is -3");
    assert_refused("three", "line 1: n is \"three\"");
    assert_refused("99999999999999999999", "no whole number");
    assert_refused("2\n1 2\n3", "line 3: the file ends before the cost of row 2, column 2: 3 of 4 costs are there");
    assert_refused("2\n1 2\n3 4\n\n5", "line 5: there is more after the 4 costs of 2 rows");
    assert_refused("2\n1 2 3\n4 5", "line 3: there is more after the 4 costs of 2 rows; a file is one problem");
    assert_refused("3\n1 2 3\n1 2 3\n", "line 4: the file ends before the cost of row 3, column 1");
    assert_refused("2\n1 2\nx 4", "line 3: the cost of row 2, column 1 is \"x\"");
    assert_refused("2\n1 2.5\n3 4", "line 2: the cost of row 1, column 2 is \"2.5\"");
    assert_refused("2\n1 2\n3 1000000001", "in -1000000000..1000000000");
    assert_refused("4\n1 2 7\n3 5 7\n", "line 3: row 3, column 5: both lie in 1..4");
    assert_refused("4\n1 2 7\n3 4\n", "line 3: the file ends within pair 2");
    assert_refused("4\n1 2 7\n3 4 x\n", "line 3: the cost of pair 2 is \"x\"");
    assert_refused("2\n1 -\n3 4", "line 2: the cost of row 1, column 2 is \"-\"");
}

static void test_a_byte_that_is_no_text_is_refused_too(void **state)
{
    struct error error = {""};
    (void)state;
    assert_null(assign_read_orlib("1\n\0", 3, &error));
    assert_non_null(strstr(error.text, "line 2"));
    assert_null(assign_read_orlib("1\n\xff\xfe", 4, &error));
    assert_non_null(strstr(error.text, "\"??\""));
}

static void write_table(const struct table *table, char *text, size_t size)
{
    size_t at = (size_t)snprintf(text, size, "%d\n", table->rows);
    for (int row = 0; row < table->rows; row++)
        for (int column = 0; column < table->columns; column++)
            at += (size_t)snprintf(text + at, size - at, "%d%c", table->cost[row][column], below(13) ? ' ' : '\n');
}

static void test_a_file_is_solved_to_the_best_with_everybody_in(void **state)
{
    static char text[SIDE * SIDE * 12];
    static struct table table;
    (void)state;
    seed = 9;
    for (int i = 0; i < 60; i++) {
        struct error error = {""};
        int size = between(1, SIDE);
        fill_table(&table, size, size, i % 3 ? 0 : -40, i % 2 ? 3 : ORLIB_COST_MOST, 0);
        for (int row = 0; row < size && i % 5 == 0; row++) /* all rows want the same columns */
            for (int column = 0; column < size; column++)
                table.cost[row][column] = (row + 1) * column;
        for (int row = 0; row < size; row++)
            table.price[row] = INT64_C(1) << 44;
        write_table(&table, text, sizeof(text));
        struct orlib *orlib = read_text(text, &error);
        assert_non_null(orlib);
        struct assign *assign = orlib_solve(orlib);
        struct assign_answer answer = solve_and_check(assign, orlib_cost, orlib);
        assert_int_equal(answer.left_out, 0);
        assert_int_equal(answer.objective, hungarian(&table));
        assign_close(&assign);
        orlib_close(&orlib);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_worlds_cost_what_brute_force_finds),
        cmocka_unit_test(test_a_price_is_what_one_more_column_like_it_could_save),
        cmocka_unit_test(test_larger_worlds_cost_what_the_hungarian_method_finds),
        cmocka_unit_test(test_equal_costs_fill_as_many_as_there_is_room_for),
        cmocka_unit_test(test_rows_without_arcs_and_worlds_without_rows_or_columns_have_an_answer),
        cmocka_unit_test(test_costs_at_the_ends_of_their_range_do_not_overflow),
        cmocka_unit_test(test_a_row_stays_out_when_that_is_cheaper_for_all),
        cmocka_unit_test(test_the_same_world_has_the_same_answer_and_the_same_prices),
        cmocka_unit_test(test_after_changes_it_costs_what_the_world_as_it_is_now_costs),
        cmocka_unit_test(test_few_listed_arcs_give_the_best_over_all_pairs),
        cmocka_unit_test(test_after_rows_have_moved_it_is_the_best_over_all_pairs_again),
        cmocka_unit_test(test_where_hardly_a_column_is_spare_it_stays_the_best_over_all_pairs),
        cmocka_unit_test(test_the_index_gives_what_a_look_at_everybody_gives_while_prices_rise_and_fall),
        cmocka_unit_test(test_one_index_serves_one_problem_after_the_other),
        cmocka_unit_test(test_a_place_out_of_reach_is_refused_by_name),
        cmocka_unit_test(test_the_checker_finds_each_way_to_be_no_answer),
        cmocka_unit_test(test_the_checker_finds_each_way_to_be_no_proof),
        cmocka_unit_test(test_a_file_is_read_in_any_layout_of_its_lines),
        cmocka_unit_test(test_a_list_of_pairs_is_read_and_no_other_pair_may_be),
        cmocka_unit_test(test_a_few_rows_are_told_by_pairs_too),
        cmocka_unit_test(test_row_times_column_is_solved_and_proven),
        cmocka_unit_test(test_a_bad_file_is_refused_with_the_line_and_what_is_wrong_there),
        cmocka_unit_test(test_a_byte_that_is_no_text_is_refused_too),
        cmocka_unit_test(test_a_file_is_solved_to_the_best_with_everybody_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
