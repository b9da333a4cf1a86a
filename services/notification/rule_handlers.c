/* rule.put and rule.remove. Each change is a version of its own; notices keep the version that made them (N1). */
#include "base/text.h"

#include "in_force.h"
#include "store.h"
#include "tables.h"

static int fill_rule(struct unit *unit, const struct rule_put *m, struct rule *rule)
{
    *rule = (struct rule){
        .version = rule->version + 1,
        .active = true,
        .audience = audience_of(m->audience),
        .priority = m->priority,
        .ack = ack_of(m->ack),
    };
    TEXT_PUT(rule->rule, m->rule);
    TEXT_PUT(rule->pattern, m->pattern);
    TEXT_PUT(rule->person, m->person);
    TEXT_PUT(rule->title, m->title);
    TEXT_PUT(rule->title_en, m->title_en);
    for (uint32_t i = 0; i < m->roles.count; i++) {
        unsigned role = role_of(m->roles.at[i]);
        if (role == 0 || role > ROLE_OPERATOR)
            return unit_refuse(unit, "unknown_role", "roles", "There is no role %s.", m->roles.at[i]);
        rule->roles |= role;
    }
    return UNIT_DONE;
}

static int save_readers(struct unit *unit, const struct rule_put *m, const struct rule *rule)
{
    struct feed_reader reader;
    for (uint32_t i = 0; i < m->readers.count; i++) {
        int found = feed_reader_find(unit->store, m->readers.at[i], &reader);
        if (found == 0)
            return unit_refuse(unit, "unknown_reader", "readers", "There is no reader %s.", m->readers.at[i]);
        if (found < 0 || rule_add_reader(unit->store, rule, reader.reader) < 0)
            return unit_trouble(unit);
    }
    return UNIT_DONE;
}

/* The revision of a rule is its version. */
static int check_revision(struct unit *unit, const struct rule *rule)
{
    if (unit->cause->expectedrev && unit->cause->expectedrev != rule->version)
        return unit_refuse(unit, "conflict", "expectedrev", "The rule has been changed: it is at version %lld.",
                           (long long)rule->version);
    return UNIT_DONE;
}

static int rule_put(struct unit *unit, const void *message)
{
    const struct rule_put *m = message;
    struct rule_flaw flaw;
    struct rule rule = {0};
    if (text_same(m->rule, STORM_RULE))
        return unit_refuse(unit, "reserved", "rule", "The rule %s is the system's own (N8).", STORM_RULE);
    if (rule_find(unit->store, m->rule, &rule) < 0)
        return unit_trouble(unit);
    int verdict = check_revision(unit, &rule);
    if (verdict == UNIT_DONE)
        verdict = fill_rule(unit, m, &rule);
    if (verdict != UNIT_DONE)
        return verdict;
    if (!rule_check(&rule, (int)m->readers.count, &flaw))
        return unit_refuse(unit, flaw.code, flaw.field, "%s", flaw.why);
    if (rule_add_version(unit->store, &rule, unit->now) < 0)
        return unit_trouble(unit);
    in_force_changed(unit);
    unit_subject(unit, rule.rule);
    unit_revision(unit, rule.version);
    return save_readers(unit, m, &rule);
}

static int rule_remove(struct unit *unit, const void *message)
{
    const struct rule_remove *m = message;
    struct rule rule = {0};
    int found = rule_find(unit->store, m->rule, &rule);
    if (found < 0)
        return unit_trouble(unit);
    if (found == 0 || !rule.active)
        return unit_refuse(unit, "unknown_rule", "rule", "There is no rule %s in force.", m->rule);
    int verdict = check_revision(unit, &rule);
    if (verdict != UNIT_DONE)
        return verdict;
    in_force_changed(unit);
    unit_subject(unit, rule.rule);
    return rule_retire(unit->store, rule.rule) < 0 ? unit_trouble(unit) : UNIT_DONE;
}

const struct handler rule_handlers[] = {
    {MSG_rule_put, ROLE_OPERATOR, rule_put},
    {MSG_rule_remove, ROLE_OPERATOR, rule_remove},
    {MSG_NONE, 0, NULL},
};
