/* Messages of the skeleton, which every service answers alike, and shapes that several owners use. */
#ifndef ANXIN_PROTO_COMMON_H
#define ANXIN_PROTO_COMMON_H

#include "proto/shape.h"

/* ---- answers ---- */

#define FIELDS_made_event(F, W, G) \
    F(CODE, stream, REQ, 1, 64, "stream it is on") \
    F(INT, sequence, REQ, 1, INT64_MAX, "its number there") \
    F(ID, id, REQ, 1, 64, "its id") \
    F(CODE, type, REQ, 1, 64, "its type")

#define FIELDS_answer(F, W, G) \
    W(outcome, REQ, "done|refused|denied|conflict|malformed|unknown|overloaded|trouble", "what became of the message") \
    F(CODE, code, OPT, 1, 32, "reason code when not done: stable, for programs") \
    F(CODE, field, OPT, 1, 64, "the field that is wrong") \
    F(TEXT, detail, OPT, 1, 255, "one sentence for a person") \
    F(ID, subject, OPT, 1, 64, "the object made or changed") \
    F(INT, revision, OPT, 1, INT64_MAX, "its revision now") \
    F(INT, count, OPT, 1, INT64_MAX, "how many objects the command concerns, of one about many") \
    F(INT, retry_ms, OPT, 1, 86400000, "when overloaded or in trouble: try again after so long") \
    G(made_event, events, OPT, 16, "the first events it caused")

/* ---- streams ---- */

#define FIELDS_stream_head(F, W, G) \
    F(CODE, name, REQ, 1, 64, "stream") \
    F(INT, last, OPT, 0, INT64_MAX, "number of its last event; 0 when empty") \
    F(HASH, hash, OPT, 32, 32, "chain hash of that event") \
    F(INT, first, OPT, 0, INT64_MAX, "first number still kept, when earlier ones were trimmed")

#define FIELDS_beat(F, W, G) \
    F(CODE, epoch, REQ, 16, 16, "epoch of the store") \
    G(stream_head, streams, OPT, 64, "the service's own stream, always, and others that moved since the last beat")

#define FIELDS_fetch_position(F, W, G) \
    F(CODE, name, REQ, 1, 64, "stream") \
    F(INT, after, OPT, 0, INT64_MAX, "give what comes after this number; 0 or absent: from the first") \
    F(HASH, hash, OPT, 32, 32, "chain hash of event `after`, when known: a wrong one is answered diverged") \
    F(CODE, epoch, OPT, 16, 16, "epoch in which `after` was read, when known")

#define FIELDS_fetch(F, W, G) \
    G(fetch_position, streams, REQ, 16, "where the reader stands in each") \
    F(INT, max_events, OPT, 1, 256, "default 256") \
    F(INT, max_bytes, OPT, 1024, 1048576, "default 262144; at least one event is sent whatever its size") \
    F(INT, wait_ms, OPT, 0, 60000, "hold the answer until there is an event, at most so long")

#define FIELDS_fetched_stream(F, W, G) \
    F(CODE, name, REQ, 1, 64, "stream") \
    W(outcome, REQ, "ok|denied|epoch_changed|diverged|truncated", "unknown streams are ok and empty") \
    F(INT, first, OPT, 0, INT64_MAX, "first number still kept") \
    F(INT, last, OPT, 0, INT64_MAX, "last number") \
    F(CODE, fork_epoch, OPT, 16, 16, "epoch_changed: the epoch that ended; absent when this store does not know the reader's") \
    F(INT, fork, OPT, 0, INT64_MAX, "epoch_changed: last number the old epoch shares with the new one") \
    F(HASH, fork_hash, OPT, 32, 32, "epoch_changed: chain hash there") \
    F(INT, missed, OPT, 0, INT64_MAX, "truncated: how many events after yours are gone") \
    F(HASH, before, OPT, 32, 32, "truncated: chain hash of event `first` - 1, from where you may go on")

#define FIELDS_fetched_event(F, W, G) \
    F(BYTES, header, REQ, 1, 4096, "header frame as it was stored") \
    F(BYTES, data, REQ, 1, 65536, "data frame as it was stored")

#define FIELDS_fetched(F, W, G) \
    F(CODE, epoch, REQ, 16, 16, "epoch of the store") \
    G(fetched_stream, streams, REQ, 16, "one for each stream asked for, in that order") \
    G(fetched_event, events, OPT, 256, "events, in order within each stream")

#define FIELDS_applied(F, W, G) \
    F(ID, follower, REQ, 1, 64, "who follows") \
    G(fetch_position, streams, REQ, 16, "durable cursors")

/* ---- looking after a service ---- */

#define FIELDS_service_status(F, W, G) F(BOOL, full, OPT, 0, 1, "also list partner and feed streams, those that you may read")

#define FIELDS_follow_state(F, W, G) \
    F(CODE, source, REQ, 1, 32, "service followed") \
    F(INT, applied, OPT, 0, INT64_MAX, "cursor: number applied") \
    F(INT, head, OPT, 0, INT64_MAX, "last number known of the source") \
    W(state, REQ, "live|fetching|silent|epoch_changed|diverged|truncated|paused", "what the follower is doing") \
    F(INT, parked, OPT, 0, INT64_MAX, "messages set aside") \
    F(TIME, paused_at, OPT, 0, INT64_MAX, "paused: since when") \
    F(ID, paused_by, OPT, 1, 64, "paused: by whom") \
    F(TEXT, paused_why, OPT, 1, 255, "paused: why") \
    F(INT, orphans, OPT, 0, INT64_MAX, "events applied here that the source lost by a restore and that have not come again") \
    F(CODE, fork_epoch, OPT, 16, 16, "epoch that its latest fork ended, as met here") \
    F(INT, fork, OPT, 0, INT64_MAX, "last number before that fork") \
    F(INT, unlisted, OPT, 0, INT64_MAX, "events beyond that fork that are too old to be listed as orphans")

#define FIELDS_lag_state(F, W, G) \
    F(ID, follower, REQ, 1, 64, "who follows us") \
    F(CODE, stream, REQ, 1, 64, "stream") \
    F(INT, applied, OPT, 0, INT64_MAX, "number it last said it had applied") \
    F(INT, missed, OPT, 0, INT64_MAX, "events that were trimmed before it had read them")

#define FIELDS_service_status_answer(F, W, G) \
    F(CODE, service, REQ, 1, 32, "name") \
    F(CODE, epoch, REQ, 16, 16, "epoch of its store") \
    F(INT, schema, REQ, 1, 10000, "version of its schema") \
    F(INT, pid, OPT, 1, INT64_MAX, "process") \
    F(INT, up_ms, OPT, 0, INT64_MAX, "time since ready") \
    F(TIME, now, REQ, 0, INT64_MAX, "its business clock") \
    F(TIME, next_due, OPT, 0, INT64_MAX, "due time of its next timer") \
    F(INT, store_bytes, OPT, 0, INT64_MAX, "size of store and WAL") \
    F(INT, commands, OPT, 0, INT64_MAX, "commands taken since start") \
    F(INT, refused, OPT, 0, INT64_MAX, "commands since start answered otherwise than done, and messages that nobody could read") \
    F(INT, applied, OPT, 0, INT64_MAX, "events applied since start") \
    F(INT, commits, OPT, 0, INT64_MAX, "transactions since start") \
    F(INT, parked, OPT, 0, INT64_MAX, "messages set aside in its store") \
    F(INT, questions_refused, OPT, 0, INT64_MAX, "questions since start that were not answered: denied, unknown, malformed ...") \
    F(CODE, fork_epoch, OPT, 16, 16, "epoch that ended when this one began: the store was restored") \
    F(INT, fork, OPT, 0, INT64_MAX, "last number of its own stream in that epoch, as far as the copy had it") \
    F(TIME, fork_at, OPT, 0, INT64_MAX, "when it was restored") \
    G(stream_head, streams, OPT, 256, "streams it owns") \
    G(follow_state, follows, OPT, 35, "sources it follows") \
    G(lag_state, followers, OPT, 64, "followers as they last said: of its own stream, and readers who have missed something; `full`: all") \
    W(clock, OPT, "behind|ahead", "its wall clock is doubted: no timer fires until it is confirmed") \
    F(INT, clock_off_ms, OPT, -253402300799999, 253402300799999, "doubted: how far the wall clock stands from the business clock") \
    F(INT, overdue, OPT, 0, INT64_MAX, "timers that are due and have not fired; at most 100000 are counted") \
    F(INT, dropped, OPT, 0, INT64_MAX, "answers dropped since start because their reader did not read") \
    F(INT, missed, OPT, 0, INT64_MAX, "readers who have missed something that was trimmed") \
    W(disk, OPT, "low|full", "low: no commands are taken; full: nothing is. It goes on by itself when there is room") \
    F(INT, disk_left, OPT, 0, INT64_MAX, "bytes that the store may still grow; absent when it cannot be told") \
    F(INT, ballast, OPT, 0, INT64_MAX, "bytes held in reserve, given back when the disk is full") \
    F(INT, denied, OPT, 0, INT64_MAX, "messages and streams denied since start, by policy or because nobody knows who asks") \
    F(INT, over_quota, OPT, 0, INT64_MAX, "messages since start that were more than their sender's quota") \
    F(INT, timers_aside, OPT, 0, 16, "damaged timers set aside while the others go on: verify and restore the store; at most 16 are counted")

/* What trimming has taken and would take, and from whom. */
#define FIELDS_stream_list(F, W, G) \
    F(CODE, name, OPT, 1, 64, "only this stream") \
    F(BOOL, behind, OPT, 0, 1, "only readers who have missed something or would at the next trimming") \
    F(INT, after, OPT, 0, 8388607, "go on, from the answer before")

#define FIELDS_stream_state(F, W, G) \
    F(CODE, name, REQ, 1, 64, "stream") \
    F(INT, first, OPT, 0, INT64_MAX, "first number still kept") \
    F(INT, last, OPT, 0, INT64_MAX, "last number") \
    F(INT, next_first, OPT, 0, INT64_MAX, "first number that would be kept if it were trimmed now") \
    F(INT, held, OPT, 0, INT64_MAX, "number of the event that holds back older ones: a notice that must be acknowledged") \
    F(ID, reader, OPT, 1, 64, "one who reads it; a row each, those furthest behind") \
    F(INT, applied, OPT, 0, INT64_MAX, "number up to which it said it had read") \
    F(INT, missed, OPT, 0, INT64_MAX, "events after that which were trimmed") \
    F(INT, at_risk, OPT, 0, INT64_MAX, "events it has not read that would be trimmed now")

#define FIELDS_stream_list_answer(F, W, G) \
    G(stream_state, rows, OPT, 128, "by stream in order of creation") \
    F(INT, next, OPT, 0, 8388607, "there may be more: ask again after this")

/* The story of one object: all events of this service, on any stream, whose subject it is. */
#define FIELDS_service_story(F, W, G) \
    F(ID, subject, REQ, 1, 64, "object") \
    F(INT, after, OPT, 0, INT64_MAX, "go on after this place, from the answer before")

#define FIELDS_service_story_answer(F, W, G) \
    F(INT, next, OPT, 0, INT64_MAX, "ask again with this; 0 when that was all") \
    G(fetched_event, events, OPT, 256, "events, oldest first")

#define FIELDS_store_copy(F, W, G) F(TEXT, path, REQ, 1, 200, "new file for a consistent copy of the store, a path within the service's data folder") \
    F(BOOL, keys, OPT, 0, 0, "a copy of its key file instead")
#define FIELDS_store_copying(F, W, G) \
    F(INT, done, REQ, 0, INT64_MAX, "bytes copied so far") \
    F(INT, all, REQ, 0, INT64_MAX, "bytes of the store")

/* ---- messages set aside (dead letters); all of it for role operator alone ---- */

/* Messages of one type that failed for one cause are a group. */
#define FIELDS_dead_groups(F, W, G) \
    F(CODE, after_type, OPT, 1, 64, "go on after this group: its type") \
    F(CODE, after_cause, OPT, 1, 64, "and its cause")

#define FIELDS_dead_group(F, W, G) \
    F(CODE, type, REQ, 1, 64, "type of the messages") \
    F(CODE, cause, REQ, 1, 64, "cause in a word: a reason code and perhaps its field; waiting: behind another of its key") \
    F(INT, count, REQ, 1, INT64_MAX, "messages") \
    F(INT, keys, OPT, 0, INT64_MAX, "objects they are about") \
    F(INT, stopped, OPT, 0, INT64_MAX, "of them not tried again by themselves") \
    F(INT, first, OPT, 0, INT64_MAX, "number of the first") \
    F(TIME, failed_first, OPT, 0, INT64_MAX, "when the first of them failed") \
    F(TIME, failed_last, OPT, 0, INT64_MAX, "when one of them failed last") \
    F(TEXT, reason, OPT, 1, 255, "reason of the first")

#define FIELDS_dead_groups_answer(F, W, G) \
    G(dead_group, rows, OPT, 100, "groups by type and cause") \
    F(BOOL, more, OPT, 0, 1, "there may be more: ask again after the last")

#define FIELDS_dead_list(F, W, G) \
    F(CODE, type, OPT, 1, 64, "only of this type") \
    F(CODE, cause, OPT, 1, 64, "only with this cause") \
    F(INT, after, OPT, 0, INT64_MAX, "only numbers after this one") \
    F(INT, limit, OPT, 1, 100, "default 100")

#define FIELDS_dead_letter(F, W, G) \
    F(INT, number, REQ, 1, INT64_MAX, "its number: the order in which they were set aside; never used again") \
    F(CODE, source, REQ, 1, 32, "service it came from") \
    F(CODE, stream, REQ, 1, 64, "stream") \
    F(INT, sequence, REQ, 1, INT64_MAX, "its number there") \
    F(CODE, type, REQ, 1, 64, "type") \
    F(ID, key, OPT, 1, 64, "the object it is about") \
    W(state, REQ, "waiting|retrying|stopped", "behind an earlier one of its key; tried again at `due`; waits for the operator") \
    F(INT, front, OPT, 0, INT64_MAX, "waiting: number of the first of its key") \
    F(CODE, cause, REQ, 1, 64, "cause in a word") \
    F(TEXT, reason, OPT, 1, 255, "reason in a sentence") \
    F(INT, tries, OPT, 0, INT64_MAX, "how often it failed") \
    F(TIME, at, REQ, 0, INT64_MAX, "when it was set aside") \
    F(TIME, failed_first, OPT, 0, INT64_MAX, "when it failed first") \
    F(TIME, failed_last, OPT, 0, INT64_MAX, "and last") \
    F(TIME, due, OPT, 0, INT64_MAX, "retrying: when it is tried next")

#define FIELDS_dead_list_answer(F, W, G) \
    G(dead_letter, rows, OPT, 70, "in the order of their numbers") \
    F(INT, next, OPT, 0, INT64_MAX, "there may be more: ask again after this number")

#define FIELDS_dead_show(F, W, G) F(INT, number, REQ, 1, INT64_MAX, "its number")
#define FIELDS_dead_show_answer(F, W, G) \
    G(dead_letter, letter, REQ, 1, "the message set aside") \
    F(INT, behind, OPT, 0, INT64_MAX, "messages of its key that wait behind it") \
    F(BYTES, header, REQ, 1, 4096, "header frame as it came in") \
    F(BYTES, data, OPT, 1, 65536, "data frame as it came in")

/* Tries messages now, in order; the later ones of their keys follow by themselves. */
#define FIELDS_dead_retry(F, W, G) \
    F(INT, number, OPT, 1, INT64_MAX, "this one") \
    F(CODE, type, OPT, 1, 64, "or a group: of this type") \
    F(CODE, cause, OPT, 1, 64, "with this cause") \
    F(BOOL, all, OPT, 0, 1, "or all") \
    F(INT, after, OPT, 0, INT64_MAX, "of a group or all: only numbers after this one") \
    F(BOOL, dry_run, OPT, 0, 1, "run the handlers, tell what came of it, undo it")

#define FIELDS_dead_tried(F, W, G) \
    F(INT, number, REQ, 1, INT64_MAX, "its number") \
    F(CODE, type, REQ, 1, 64, "type") \
    F(ID, key, OPT, 1, 64, "the object it is about") \
    W(outcome, REQ, "passed|failed|waiting", "waiting: not tried, an earlier one of its key stands before it") \
    F(CODE, cause, OPT, 1, 64, "failed: cause in a word") \
    F(TEXT, reason, OPT, 1, 255, "failed: reason in a sentence")

#define FIELDS_dead_retry_answer(F, W, G) \
    G(dead_tried, rows, OPT, 100, "what was tried, in order") \
    F(INT, left, OPT, 0, INT64_MAX, "messages set aside in the store now") \
    F(INT, next, OPT, 0, INT64_MAX, "there may be more: ask again after this number")

/* Runs the handler on a corrected body; the message as it came in goes into the history. */
#define FIELDS_dead_mend(F, W, G) \
    F(INT, number, REQ, 1, INT64_MAX, "its number; the first of its key") \
    F(BYTES, data, REQ, 1, 60000, "the corrected body, MessagePack") \
    F(TEXT, reason, REQ, 1, 255, "why, for the history") \
    F(BOOL, dry_run, OPT, 0, 1, "run the handler, tell what came of it, undo it")

/* Gives messages up; they go into the history. */
#define FIELDS_dead_drop(F, W, G) \
    F(INT, number, OPT, 1, INT64_MAX, "this one") \
    F(CODE, type, OPT, 1, 64, "or a group: of this type") \
    F(CODE, cause, OPT, 1, 64, "with this cause") \
    F(INT, until, OPT, 1, INT64_MAX, "of a group: only numbers up to this one, the last that you have seen") \
    F(TEXT, reason, REQ, 1, 255, "why, for the history") \
    F(BOOL, dry_run, OPT, 0, 1, "only tell how many")

#define FIELDS_dead_drop_answer(F, W, G) \
    F(INT, count, OPT, 0, INT64_MAX, "messages dropped, or that would be") \
    F(INT, last, OPT, 0, INT64_MAX, "number of the last of those chosen") \
    F(INT, left, OPT, 0, INT64_MAX, "messages set aside in the store now")

#define FIELDS_dead_history(F, W, G) \
    F(INT, after, OPT, 0, INT64_MAX, "go on after this row") \
    F(INT, limit, OPT, 1, 70, "default 70")

#define FIELDS_dead_buried(F, W, G) \
    F(INT, number, REQ, 1, INT64_MAX, "row of the history") \
    W(action, REQ, "dropped|mended", "what was decided") \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    F(ID, actor, OPT, 1, 64, "by whom") \
    F(TEXT, why, REQ, 1, 255, "why") \
    F(INT, parked, REQ, 1, INT64_MAX, "number that the message had in the park") \
    F(CODE, source, REQ, 1, 32, "service it came from") \
    F(CODE, stream, REQ, 1, 64, "stream") \
    F(INT, sequence, REQ, 1, INT64_MAX, "its number there") \
    F(CODE, type, REQ, 1, 64, "type") \
    F(ID, key, OPT, 1, 64, "the object it is about") \
    F(CODE, cause, REQ, 1, 64, "why it had failed, in a word") \
    F(ID, mended_id, OPT, 1, 64, "mended: id under which its handler ran")

#define FIELDS_dead_history_answer(F, W, G) \
    G(dead_buried, rows, OPT, 70, "oldest first") \
    F(INT, next, OPT, 0, INT64_MAX, "there may be more: ask again after this row")

/* ---- orphans: events that a follower had applied when their source was restored; for role operator alone ---- */

#define FIELDS_orphans_list(F, W, G) \
    W(state, OPT, "open|confirmed|differs|settled", "only those") \
    F(INT, after, OPT, 0, INT64_MAX, "only rows after this one") \
    F(INT, limit, OPT, 1, 70, "default 70")

#define FIELDS_orphan_row(F, W, G) \
    F(INT, number, REQ, 1, INT64_MAX, "its row") \
    F(CODE, source, REQ, 1, 32, "service it came from") \
    F(CODE, stream, REQ, 1, 64, "stream") \
    F(CODE, epoch, REQ, 16, 16, "epoch that ended") \
    F(INT, sequence, REQ, 1, INT64_MAX, "its number in that epoch") \
    F(ID, id, REQ, 1, 64, "its id") \
    F(CODE, type, REQ, 1, 64, "its type") \
    F(TIME, noticed, REQ, 0, INT64_MAX, "when the fork was met") \
    W(state, REQ, "open|confirmed|differs|settled", \
      "not come again; come again as the same fact; come again with other content, which is set aside; left as it is by an operator") \
    F(INT, again, OPT, 0, INT64_MAX, "number under which its id came again") \
    F(CODE, again_epoch, OPT, 16, 16, "in that epoch") \
    F(TIME, again_at, OPT, 0, INT64_MAX, "when") \
    F(ID, actor, OPT, 1, 64, "settled: by whom") \
    F(TEXT, why, OPT, 1, 255, "settled: why")

#define FIELDS_orphans_list_answer(F, W, G) \
    G(orphan_row, rows, OPT, 70, "in the order of their rows") \
    F(INT, next, OPT, 0, INT64_MAX, "there may be more: ask again after this row")

/* An operator leaves it at that: what was applied stays, though the source does not have it. */
#define FIELDS_orphans_settle(F, W, G) \
    F(INT, number, OPT, 1, INT64_MAX, "this row") \
    F(CODE, of, OPT, 1, 32, "or all that are open or differ of this source") \
    F(INT, until, OPT, 1, INT64_MAX, "of a source: only rows up to this one, the last that you have seen") \
    F(TEXT, reason, REQ, 1, 255, "why, for the record")

#define FIELDS_orphans_settle_answer(F, W, G) F(INT, count, OPT, 0, INT64_MAX, "settled now")

/* ---- the trail of acts (X4): for operator, supervisor and registrar ---- */

#define FIELDS_audit_list(F, W, G) \
    F(ID, object, OPT, 1, 64, "only about this object") \
    F(ID, who, OPT, 1, 64, "only by this identity or actor") \
    F(TIME, since, OPT, 0, INT64_MAX, "only from then on") \
    F(INT, after, OPT, 0, INT64_MAX, "go on after this row") \
    F(INT, limit, OPT, 1, 60, "default 60")

#define FIELDS_audit_row(F, W, G) \
    F(INT, number, REQ, 1, INT64_MAX, "its row: 1, 2, 3 ... without holes") \
    F(TIME, at, REQ, 0, INT64_MAX, "when") \
    F(CODE, who, REQ, 1, 64, "identity, or uid:N") \
    F(CODE, key, OPT, 1, 32, "begin of its public key") \
    F(CODE, role, OPT, 1, 32, "role claimed") \
    F(ID, actor, OPT, 1, 64, "who acted") \
    F(ID, actorfor, OPT, 1, 64, "on whose behalf") \
    W(kind, REQ, "command|question|admin|system", "what kind of act") \
    F(CODE, what, REQ, 1, 64, "type of the message") \
    F(ID, object, OPT, 1, 64, "the object it is about") \
    F(TEXT, fields, OPT, 1, 255, "names of the fields given, or of the personal fields told") \
    W(decision, REQ, "accepted|refused|denied", "what was decided") \
    F(CODE, code, OPT, 1, 64, "why not") \
    F(ID, source, OPT, 1, 64, "source of the message") \
    F(ID, message, OPT, 1, 64, "its id") \
    F(INT, count, REQ, 1, INT64_MAX, "so many alike within a minute") \
    F(HASH, hash, REQ, 32, 32, "hash of the row, which holds that of the row before it") \
    F(CODE, reason, OPT, 1, 64, "why, as who acted said") \
    F(LONG, policy, OPT, 1, 255, "the row of the policy that decided, behind its line")

#define FIELDS_audit_list_answer(F, W, G) \
    G(audit_row, rows, OPT, 60, "in the order of their numbers") \
    F(INT, next, OPT, 0, INT64_MAX, "there may be more: ask again after this row")

/* What this service has noted of the trails of the services that it follows. */
#define FIELDS_audit_anchor(F, W, G) \
    F(CODE, source, REQ, 1, 32, "service") \
    F(CODE, epoch, REQ, 16, 16, "epoch of its store then") \
    F(INT, number, REQ, 1, INT64_MAX, "last row of its trail then") \
    F(HASH, hash, REQ, 32, 32, "hash of that row") \
    F(TIME, at, REQ, 0, INT64_MAX, "when")
#define FIELDS_audit_anchors(F, W, G) \
    F(CODE, after_source, OPT, 1, 32, "go on after this one: its service") \
    F(CODE, after_epoch, OPT, 16, 16, "epoch") \
    F(INT, after_number, OPT, 0, INT64_MAX, "and row")
#define FIELDS_audit_anchors_answer(F, W, G) \
    G(audit_anchor, rows, OPT, 400, "by service, epoch and row") \
    F(BOOL, more, OPT, 0, 1, "there may be more: ask again after the last")

/* ---- copies that services keep of one another's records (ruling 12); for role operator alone ---- */

#define FIELDS_replica_list(F, W, G) F(CODE, source, OPT, 1, 32, "only records of this service")
#define FIELDS_replica_row(F, W, G) \
    F(CODE, source, REQ, 1, 32, "whose records: a service that is followed, or the one that answers") \
    F(CODE, record, REQ, 1, 32, "kind of record") \
    F(CODES, fields, OPT, 1, 24, "what is compared of each besides its id")
#define FIELDS_replica_list_answer(F, W, G) G(replica_row, rows, OPT, 32, "as the service declares them")

#define FIELDS_replica_page(F, W, G) \
    F(CODE, source, REQ, 1, 32, "whose records") \
    F(CODE, record, REQ, 1, 32, "kind of record") \
    F(CODES, fields, OPT, 1, 24, "fields that the digests are of, in this order") \
    F(TEXT, after, OPT, 1, 160, "only ids after this one") \
    F(INT, limit, OPT, 1, 200, "default 200")
#define FIELDS_replica_digest(F, W, G) \
    F(TEXT, id, REQ, 1, 160, "id of the record") \
    F(HASH, digest, REQ, 32, 32, "BLAKE2b-256 of those fields")
#define FIELDS_replica_page_answer(F, W, G) \
    F(CODE, epoch, OPT, 16, 16, "epoch of the source; absent when nothing of it was applied yet") \
    F(INT, number, OPT, 0, INT64_MAX, "number on its stream at which the records stand") \
    G(replica_digest, rows, OPT, 200, "by id, as bytes") \
    F(BOOL, more, OPT, 0, 1, "there are more: ask again after the last") \
    F(INT, parked, OPT, 0, INT64_MAX, "messages of the source that are set aside, dropped or mended: the copy is without them") \
    F(INT, orphans, OPT, 0, INT64_MAX, "events that the source lost by a restore, which the copy has")

/* Only with clock = driven: first `clock.set` everywhere, then `clock.fire` where something is due. */
#define FIELDS_clock_set(F, W, G) F(TIME, to, REQ, 1, INT64_MAX, "business time; never backwards")
#define FIELDS_clock_fire(F, W, G) F(INT, most, OPT, 1, 100000, "fire at most so many timers that are due; default all")

/* ---- timers and the wall clock; following held back: for role operator alone ---- */

#define FIELDS_timers_list(F, W, G) \
    F(BOOL, overdue, OPT, 0, 1, "only those that are due") \
    F(TIME, after_due, OPT, 0, INT64_MAX, "go on after this timer: its due time") \
    F(CODE, after_kind, OPT, 1, 32, "its kind") \
    F(ID, after_subject, OPT, 1, 64, "and its object") \
    F(INT, limit, OPT, 1, 200, "default 200")

#define FIELDS_timer_row(F, W, G) \
    F(CODE, kind, REQ, 1, 32, "what falls due") \
    F(ID, subject, OPT, 1, 64, "the object it is about") \
    F(TIME, due, REQ, 0, INT64_MAX, "when") \
    F(BOOL, overdue, OPT, 0, 1, "it is due and has not fired yet")

#define FIELDS_timers_list_answer(F, W, G) \
    F(TIME, now, REQ, 0, INT64_MAX, "the business clock") \
    F(TIME, wall, OPT, 0, INT64_MAX, "what the wall clock shows") \
    W(clock, REQ, "ok|behind|ahead|driven", "behind, ahead: the wall clock is doubted, no timer fires until it is confirmed") \
    F(TIME, accepted_at, OPT, 0, INT64_MAX, "ahead: if the wall clock goes on like this it is believed then") \
    F(INT, overdue, OPT, 0, INT64_MAX, "timers that are due and have not fired; at most 100000 are counted") \
    G(timer_row, rows, OPT, 200, "in the order in which they fire") \
    F(BOOL, more, OPT, 0, 1, "there may be more: ask again after the last")

/* Says that the wall clock is right: business time becomes what it shows, and what is due fires. */
#define FIELDS_timers_confirm(F, W, G) F(TIME, wall, REQ, 0, INT64_MAX, "what it showed when the operator looked: refused when it shows another hour by now")

#define FIELDS_follow_pause(F, W, G) \
    F(CODE, source, REQ, 1, 32, "followed service whose events wait from now on") \
    F(TEXT, reason, REQ, 1, 255, "why: shown in the status")
#define FIELDS_follow_resume(F, W, G) F(CODE, source, REQ, 1, 32, "followed service whose events are applied again")

/* ---- privacy (X5, X6, K15): answered by every service for what it keeps itself ---- */

/* What became of a request in one service. */
#define FIELDS_privacy_part(F, W, G) \
    F(CODE, service, REQ, 1, 32, "service") \
    W(outcome, REQ, "done|held", "the person's key is destroyed, or something holds it") \
    F(CODE, reason, OPT, 1, 32, "held: why") \
    F(ID, object, OPT, 1, 64, "held: by what") \
    F(INT, fields, OPT, 0, INT64_MAX, "done: personal fields that went") \
    F(TIME, at, REQ, 0, INT64_MAX, "when")
#define FIELDS_privacy_get(F, W, G) F(ID, id, REQ, 1, 64, "a request, or a person: his last one")
#define FIELDS_privacy_get_answer(F, W, G) \
    F(ID, request, REQ, 1, 64, "request") \
    F(ID, person, REQ, 1, 64, "who is to be erased") \
    W(kind, REQ, "client|worker|trainee|staff", "who that is") \
    W(state, REQ, "asked|held|done", "of the whole where it was asked, else of this service's part") \
    F(TIME, asked, REQ, 0, INT64_MAX, "when it was asked") \
    F(TIME, due, OPT, 0, INT64_MAX, "asked of this service: by when it is to be done") \
    F(TIME, ended, OPT, 0, INT64_MAX, "when all had done it") \
    G(privacy_part, parts, OPT, 16, "what became of it, service by service, as far as this one knows")

#define FIELDS_privacy_status(F, W, G) F(INT, depth, OPT, 0, 0, "nothing to choose yet")
#define FIELDS_privacy_status_answer(F, W, G) \
    F(INT, fields, OPT, 0, INT64_MAX, "personal fields kept, sealed") \
    F(INT, owners, OPT, 0, INT64_MAX, "persons (and cases) whose key seals them") \
    F(INT, lost, OPT, 0, INT64_MAX, "fields whose key is gone: they cannot be read") \
    F(INT, keys, OPT, 0, INT64_MAX, "keys in the key file") \
    F(INT, erased, OPT, 0, INT64_MAX, "persons erased here") \
    F(INT, held, OPT, 0, INT64_MAX, "requests that something holds") \
    F(INT, replayed, OPT, 0, INT64_MAX, "persons erased again at the last start: the store was an older copy")

#define FIELDS_privacy_field(F, W, G) \
    F(ID, object, REQ, 1, 64, "what the field is of") \
    F(CODE, field, REQ, 1, 64, "its name") \
    F(PERSONAL, value, REQ, 1, 4095, "what it says")
#define FIELDS_privacy_export(F, W, G) \
    F(ID, person, REQ, 1, 64, "whose fields") \
    F(ID, after_owner, OPT, 1, 64, "next page: what the last answer says") \
    F(ID, after_object, OPT, 1, 64, "likewise") \
    F(CODE, after_field, OPT, 1, 64, "likewise")
#define FIELDS_privacy_export_answer(F, W, G) \
    G(privacy_field, fields, OPT, 8, "fields, in order of owner, object and field") \
    F(BOOL, more, OPT, 0, 0, "there are more") \
    F(ID, after_owner, OPT, 1, 64, "where the next page begins") \
    F(ID, after_object, OPT, 1, 64, "likewise") \
    F(CODE, after_field, OPT, 1, 64, "likewise")

#define FIELDS_person_find(F, W, G) \
    F(PERSONAL, phone, OPT, 1, 32, "whose phone has these digits; or") \
    F(PERSONAL, name, OPT, 1, 64, "whose name holds this") \
    F(ID, after, OPT, 1, 64, "next page: what the last answer says")
#define FIELDS_person_find_answer(F, W, G) \
    F(IDS, persons, OPT, 0, 64, "ids") \
    F(ID, next, OPT, 1, 64, "ask again after this; none: all were looked at")

#define FIELDS_retention_row(F, W, G) \
    F(CODE, of, REQ, 1, 32, "class of fields") \
    F(TEXT, fields, REQ, 1, 160, "what they are") \
    F(TEXT, purpose, REQ, 1, 255, "what they are kept for, and on what ground") \
    F(INT, days, REQ, 0, 36500, "days that they are kept after their purpose is over; 0: for ever") \
    F(TEXT, since, REQ, 1, 160, "from when the days count") \
    F(INT, due, OPT, 0, INT64_MAX, "persons whose days are over, at most 1000 counted") \
    F(IDS, persons, OPT, 0, 32, "the first of them")
#define FIELDS_privacy_retention(F, W, G) F(BOOL, dry_run, OPT, 0, 0, "also look for whose days are over")
#define FIELDS_privacy_retention_answer(F, W, G) \
    G(retention_row, rows, OPT, 8, "classes of fields that this service keeps") \
    F(TIME, next, OPT, 0, INT64_MAX, "when the job looks next")

#define COMMON_MESSAGES(M) \
    M(ANSWER, answer, "anxin.answer", "answer to a command, and to anything that cannot be served") \
    M(CONTROL, beat, "anxin.beat", "one a second on the stream endpoint") \
    M(CONTROL, fetch, "anxin.fetch", "ask an owner for the next events of some streams") \
    M(ANSWER, fetched, "anxin.fetched", "answer to fetch") \
    M(CONTROL, applied, "anxin.applied", "a follower tells its durable cursors; not answered") \
    M(CONTROL, service_status, "service.status", "how a service is") \
    M(ANSWER, service_status_answer, "service.status.answer", "answer to service.status") \
    M(CONTROL, stream_list, "stream.list", "what streams still hold, what trimming would take, and which readers are behind") \
    M(ANSWER, stream_list_answer, "stream.list.answer", "answer to stream.list") \
    M(CONTROL, service_story, "service.story", "all events about one object") \
    M(ANSWER, service_story_answer, "service.story.answer", "answer to service.story") \
    M(CONTROL, store_copy, "store.copy", "make a consistent copy of the store: `answer` when it is whole, and twice a second until then `store.copying`") \
    M(ANSWER, store_copying, "store.copying", "how far the copy is that was asked for; its answer follows") \
    M(CONTROL, dead_groups, "dead.groups", "messages set aside, by type and cause") \
    M(ANSWER, dead_groups_answer, "dead.groups.answer", "answer to dead.groups") \
    M(CONTROL, dead_list, "dead.list", "messages set aside, in order") \
    M(ANSWER, dead_list_answer, "dead.list.answer", "answer to dead.list") \
    M(CONTROL, dead_show, "dead.show", "one message set aside, whole") \
    M(ANSWER, dead_show_answer, "dead.show.answer", "answer to dead.show") \
    M(CONTROL, dead_retry, "dead.retry", "try messages again that were set aside") \
    M(ANSWER, dead_retry_answer, "dead.retry.answer", "answer to dead.retry") \
    M(CONTROL, dead_mend, "dead.mend", "run a message set aside with a corrected body; answered as a command") \
    M(CONTROL, dead_drop, "dead.drop", "give messages up that were set aside") \
    M(ANSWER, dead_drop_answer, "dead.drop.answer", "answer to dead.drop") \
    M(CONTROL, dead_history, "dead.history", "messages that were dropped or mended") \
    M(ANSWER, dead_history_answer, "dead.history.answer", "answer to dead.history") \
    M(CONTROL, timers_list, "timers.list", "timers in the order in which they fire, and the wall clock") \
    M(ANSWER, timers_list_answer, "timers.list.answer", "answer to timers.list") \
    M(CONTROL, timers_confirm, "timers.confirm", "the wall clock is right, although it stands behind or has jumped") \
    M(CONTROL, follow_pause, "follow.pause", "apply no more events of a followed service until it is resumed") \
    M(CONTROL, follow_resume, "follow.resume", "apply its events again") \
    M(CONTROL, orphans_list, "orphans.list", "events applied beyond the fork of a restored source") \
    M(ANSWER, orphans_list_answer, "orphans.list.answer", "answer to orphans.list") \
    M(CONTROL, orphans_settle, "orphans.settle", "leave orphans as they are") \
    M(ANSWER, orphans_settle_answer, "orphans.settle.answer", "answer to orphans.settle") \
    M(CONTROL, privacy_get, "privacy.get", "what became of a request to erase a person") \
    M(ANSWER, privacy_get_answer, "privacy.get.answer", "answer to privacy.get") \
    M(CONTROL, privacy_status, "privacy.status", "how much is kept of persons, and how it is sealed") \
    M(ANSWER, privacy_status_answer, "privacy.status.answer", "answer to privacy.status") \
    M(CONTROL, privacy_export, "privacy.export", "what is kept of one person, for that person") \
    M(ANSWER, privacy_export_answer, "privacy.export.answer", "answer to privacy.export") \
    M(CONTROL, privacy_retention, "privacy.retention", "purpose and retention of each class of fields, and whose days are over") \
    M(ANSWER, privacy_retention_answer, "privacy.retention.answer", "answer to privacy.retention") \
    M(CONTROL, person_find, "person.find", "persons by phone or name") \
    M(ANSWER, person_find_answer, "person.find.answer", "answer to person.find") \
    M(CONTROL, audit_list, "audit.list", "the trail of acts") \
    M(ANSWER, audit_list_answer, "audit.list.answer", "answer to audit.list") \
    M(CONTROL, audit_anchors, "audit.anchors", "where the trails of followed services stood") \
    M(ANSWER, audit_anchors_answer, "audit.anchors.answer", "answer to audit.anchors") \
    M(CONTROL, replica_list, "replica.list", "which copies of records a service keeps, and which of its own others keep") \
    M(ANSWER, replica_list_answer, "replica.list.answer", "answer to replica.list") \
    M(CONTROL, replica_page, "replica.page", "digests of records, own ones or copies, at a position of their stream") \
    M(ANSWER, replica_page_answer, "replica.page.answer", "answer to replica.page") \
    M(CONTROL, clock_set, "clock.set", "driven clock: move business time") \
    M(CONTROL, clock_fire, "clock.fire", "driven clock: fire the timers that are due")

/* ---- shapes that several owners use ---- */

/* A wish for a person's time; the calendar (matching) answers with calendar.hold_granted or hold_denied. */
#define FIELDS_calendar_hold_requested(F, W, G) \
    F(ID, hold, REQ, 1, 64, "id of the hold, chosen by who asks") \
    F(ID, person, REQ, 1, 64, "whose time") \
    W(purpose, REQ, "class|exam|hearing|leave|trainer", "what for") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, end, REQ, 0, INT64_MAX, "until, not included") \
    F(ID, object, REQ, 1, 64, "what it is for: session, enrolment, case, leave") \
    F(CODE, station, OPT, 1, 32, "where the person must be: ways to and from visits count (V2); absent: not known")
#define FIELDS_calendar_hold_dropped(F, W, G) F(ID, hold, REQ, 1, 64, "the asker no longer needs it") \
    F(ID, person, REQ, 1, 64, "whose time")

/* A wish for a room; booking answers with room.held or room.denied. */
#define FIELDS_room_hold_requested(F, W, G) \
    F(ID, hold, REQ, 1, 64, "id of the hold, chosen by who asks") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(CODE, room, REQ, 1, 32, "room of that station") \
    F(INT, seats, OPT, 0, 1000, "persons expected") \
    F(TIME, start, REQ, 0, INT64_MAX, "from") \
    F(TIME, end, REQ, 0, INT64_MAX, "until, not included") \
    F(ID, object, REQ, 1, 64, "what it is for")
#define FIELDS_room_hold_dropped(F, W, G) F(ID, hold, REQ, 1, 64, "the asker no longer needs it")

/* On partner.<source>: what became of a message that came in over the intake, where there is no direct answer. */
#define FIELDS_intake_answered(F, W, G) \
    F(ID, message, REQ, 1, 64, "id of the message") \
    F(CODE, type, REQ, 1, 64, "its type") \
    W(outcome, REQ, "done|refused|denied|conflict|malformed|unknown", "as in an answer") \
    F(CODE, code, OPT, 1, 32, "reason code when not done") \
    F(CODE, field, OPT, 1, 64, "the field that is wrong") \
    F(ID, subject, OPT, 1, 64, "the object made or changed")

/* Erasure (ruling 10): asked of booking for clients, of roster for all others; every service answers on its stream. */
#define FIELDS_privacy_erase(F, W, G) \
    F(ID, person, REQ, 1, 64, "household, worker, trainee, member of staff") \
    W(kind, OPT, "client|worker|trainee|staff", "who that is; booking: client, roster: worker unless it is said")
#define FIELDS_privacy_erase_requested(F, W, G) \
    F(ID, request, REQ, 1, 64, "request") \
    F(ID, person, REQ, 1, 64, "who is to be erased") \
    W(kind, REQ, "client|worker|trainee|staff", "who that is")
#define FIELDS_privacy_erase_done(F, W, G) \
    F(ID, request, REQ, 1, 64, "request") \
    F(ID, person, REQ, 1, 64, "who") \
    F(CODE, service, REQ, 1, 32, "who says it") \
    W(outcome, REQ, "done|held", "the person's key is destroyed here, or something holds it and it goes on by itself") \
    F(CODE, reason, OPT, 1, 32, "held: why") \
    F(ID, object, OPT, 1, 64, "held: by what") \
    F(INT, fields, OPT, 0, INT64_MAX, "done: personal fields that went")
#define FIELDS_privacy_reported(F, W, G) \
    F(ID, request, REQ, 1, 64, "request") \
    F(ID, person, REQ, 1, 64, "who") \
    F(INT, services, REQ, 1, 16, "services that have done it: all that keep personal fields") \
    F(INT, fields, OPT, 0, INT64_MAX, "personal fields that went")
#define FIELDS_privacy_expired(F, W, G) \
    F(ID, person, REQ, 1, 64, "whose fields went, since the days of their class were over") \
    F(CODE, of, REQ, 1, 32, "class of fields") \
    F(INT, fields, OPT, 0, INT64_MAX, "how many")

/* Where a service's trail of acts stands: its followers keep it, so that a cut is seen (X4). */
#define FIELDS_audit_anchored(F, W, G) \
    F(INT, number, REQ, 1, INT64_MAX, "last row of the trail") \
    F(HASH, hash, REQ, 32, 32, "its hash")

#define SHARED_MESSAGES(M) \
    M(EVENT, calendar_hold_requested, "calendar.hold_requested", "a service needs a person's time (ruling 9)") \
    M(EVENT, calendar_hold_dropped, "calendar.hold_dropped", "and no longer") \
    M(EVENT, room_hold_requested, "room.hold_requested", "a service needs a room (ruling 9)") \
    M(EVENT, room_hold_dropped, "room.hold_dropped", "and no longer") \
    M(EVENT, intake_answered, "intake.answered", "outcome of a message that came in over the intake") \
    M(COMMAND, privacy_erase, "privacy.erase", "erase a person: asked of booking for clients, of roster for all others") \
    M(EVENT, privacy_erase_requested, "privacy.erase_requested", "a person is to be erased everywhere") \
    M(EVENT, privacy_erase_done, "privacy.erase_done", "what became of it in one service") \
    M(EVENT, privacy_reported, "privacy.reported", "all services have done it") \
    M(EVENT, privacy_expired, "privacy.expired", "fields went by the rule of retention") \
    M(EVENT, audit_anchored, "audit.anchored", "where a service's trail of acts stands")

#define COMMON_RECORDS(R) \
    R(made_event) R(stream_head) R(fetch_position) R(fetched_stream) R(fetched_event) R(follow_state) R(lag_state) \
    R(dead_group) R(dead_letter) R(dead_tried) R(dead_buried) R(orphan_row) R(timer_row) R(stream_state) R(audit_row) R(audit_anchor) \
    R(privacy_part) R(privacy_field) R(retention_row) R(replica_row) R(replica_digest)

PROTO_RECORDS(COMMON_RECORDS)
PROTO_MESSAGES(COMMON_MESSAGES)
PROTO_MESSAGES(SHARED_MESSAGES)

#endif
