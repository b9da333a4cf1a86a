/* What codes of refusals are called, beside those that an event carries as a reason (labels.h): Chinese for residents and
 * staff, then English. Data only: R(code, "Chinese", "English"). tests/unit/refusals_test.c finds a code without a row. */
#ifndef ANXIN_PROTO_REFUSALS_H
#define ANXIN_PROTO_REFUSALS_H

#define LABELS_OF_REFUSALS(R) \
    R("actor", "操作人不符", "not who the identity stands for") \
    R("already_accepted", "已接受", "accepted already") \
    R("already_acked", "已确认过", "acknowledged already") \
    R("already_enrolled", "已报名", "enrolled already") \
    R("already_graded", "该考评员已评分", "this examiner has marked it") \
    R("already_marked", "已登记出勤", "attendance is marked already") \
    R("already_upheld", "已认定属实", "found true already") \
    R("anonymous", "匿名件不能这样办", "not possible for who wants no name known") \
    R("another_time", "时钟已不是该时间", "the clock shows another time by now") \
    R("appeal_over", "复核期已过", "the time to appeal is over") \
    R("attendance_incomplete", "出勤未登记完", "attendance is not complete") \
    R("backwards", "时间不能倒退", "time does not go back") \
    R("bad_dates", "日期不符", "the dates do not fit") \
    R("bad_hours", "时段不符", "the hours do not fit") \
    R("bad_key", "密钥不符", "no key that can be sealed for") \
    R("bad_length", "时长不符", "the length does not fit") \
    R("bad_numbers", "编号范围不符", "the numbers do not fit") \
    R("bad_parent", "上级区域不符", "cannot be part of that area") \
    R("bad_place", "位置格式不对", "the place cannot be read") \
    R("behind", "前面还有未处理的", "others of its key come first") \
    R("below_used", "低于已占名额", "less than what is used") \
    R("beyond_feed", "超过提醒末号", "beyond the end of the feed") \
    R("busy", "太忙，请稍后", "too busy, come again") \
    R("caseload_full", "责任户数已满", "has as many households as may be") \
    R("cert_exists", "证书已登记", "the certificate exists") \
    R("certified", "已发证", "certificates were issued") \
    R("chance", "演练中的失败", "a failure that the simulator draws") \
    R("clock_driven", "时钟由人推进", "runs on a driven clock") \
    R("clock_not_driven", "时钟不由人推进", "runs on the system clock") \
    R("clock_ok", "时钟无疑问", "the clock is not doubted") \
    R("conflict", "已被他人更改", "changed by somebody else meanwhile") \
    R("copy", "无法备份", "the copy cannot be made") \
    R("correction_waits", "已有更正待确认", "a correction waits already") \
    R("count_differs", "数量不符", "about another number") \
    R("delegated", "权限是他人临时借出的", "the role is lent by somebody") \
    R("denied", "没有权限", "not allowed") \
    R("document_missing", "资料未归齐", "a document is not on file") \
    R("duty_missing", "没有职责告知书", "there is no duty statement") \
    R("duty_not_accepted", "未接受职责告知书", "the duty statement is not accepted") \
    R("enrolment_exists", "报名已存在", "the enrolment exists") \
    R("employed_by_company", "服务人员属员工制，由公司承担", "the company answers for its employee") \
    R("erased", "资料已删除", "the person's data are erased") \
    R("evidence_missing", "缺少证明", "evidence is missing") \
    R("exam_missing", "课程没有考试", "the course has no examination") \
    R("examiner_taught", "授课人不得考评", "who taught does not examine") \
    R("expired", "已过期", "expired") \
    R("few_visits", "上门次数不足", "too few visits") \
    R("frames", "消息不完整", "frames are missing or too many") \
    R("gone", "已不在", "not there any more") \
    R("group_full", "该人群名额已满", "no seat of this group is free") \
    R("happened_missing", "缺少发生时间", "when it happened is missing") \
    R("held_by_case", "有未结案件", "a case about it is open") \
    R("held_by_service", "由其他业务预留", "a service holds it") \
    R("hold_exists", "预留已存在", "the hold exists") \
    R("home_not_located", "住户位置未知", "the place of the home is not known") \
    R("id", "请写明编号", "name one by its id") \
    R("in_future", "时间尚未到", "lies in the future") \
    R("in_the_past", "时间已过", "lies in the past") \
    R("internal", "系统内部错误", "a fault of the service") \
    R("key", "密钥不符", "the key does not fit") \
    R("leave_exists", "休假已登记", "the leave exists") \
    R("leave_overlaps", "与另一休假重叠", "overlaps another leave") \
    R("live_booking", "尚有未完成的预约", "a booking is still live") \
    R("locked", "已锁定", "locked") \
    R("look_back", "背景核查回溯期不足", "a background check looks back further") \
    R("malformed", "格式不对", "cannot be read") \
    R("missing", "缺少内容", "something is missing") \
    R("no_ack_needed", "无需确认", "needs no acknowledgement") \
    R("no_approval", "无需批准", "needs no approval") \
    R("no_certificate", "该课程不发证", "the course gives no certificate") \
    R("no_correction", "没有待确认的更正", "no correction of it waits") \
    R("no_handler", "没有处理方法", "nobody handles it") \
    R("no_keys", "没有密钥", "there are no keys") \
    R("no_memory", "内存不足", "no memory is left for it") \
    R("no_proposal", "没有停岗提议", "nobody has proposed it") \
    R("no_result", "没有核验结果", "there is no result") \
    R("no_such_unit", "没有这一节", "there is no such unit") \
    R("not_a_client", "不是住户", "not a household") \
    R("not_anonymous", "不是匿名件", "not from somebody without a name") \
    R("not_asked", "尚未请客户确认", "the client is not asked") \
    R("not_asked_here", "不在此处提出", "asked of another service") \
    R("not_backwards", "不能倒退", "does not go backwards") \
    R("not_employed", "不是员工制，无劳动关系", "no employment relation") \
    R("not_completed", "服务尚未完成", "not completed") \
    R("not_in_service", "不在服务中", "not in service") \
    R("not_credible", "时间不可信", "a time that cannot be believed") \
    R("not_cancellable", "不能取消", "cannot be cancelled") \
    R("not_employee", "不是本单位员工", "not an employee") \
    R("not_filer", "不是申请人", "not who filed it") \
    R("not_followed", "不跟随该服务", "that service is not followed") \
    R("not_here", "不在此处", "not kept here") \
    R("not_named", "未指明由您确认", "somebody else is named for it") \
    R("not_party", "不是当事人", "not a party") \
    R("not_served", "不受理这类请求", "not served here") \
    R("not_there", "不在住户处", "too far from the home") \
    R("not_yet", "时间未到", "not yet") \
    R("not_your_side", "只能写看本方的", "a party's own side alone") \
    R("not_yours", "不是您的", "not yours") \
    R("not_yours_to_say", "不能由您作出", "not yours to say") \
    R("not_yourself", "不能自己办理", "not by oneself") \
    R("number_taken", "编号已用", "the number is taken") \
    R("oral_needs_staff", "口头须由工作人员登记", "what is said orally, staff enter") \
    R("other_version", "不是现行版本", "not the version in force") \
    R("out_of_range", "数值超限", "out of range") \
    R("outside", "外部系统不能这样做", "not for outside systems") \
    R("overlaps", "时间重叠", "overlaps") \
    R("overloaded", "太忙，请稍后", "overloaded, come again") \
    R("own_employer", "不能是本人单位", "not the own employer") \
    R("own_time", "不能更正自己的工时", "nobody corrects the own time") \
    R("owned_by_mediation", "由调解服务负责", "mediation has it") \
    R("part_marked", "该部分已评定", "this part has its mark") \
    R("parties_unknown", "当事人不明", "the parties are not known") \
    R("path", "路径不符", "the path does not fit") \
    R("place_inexact", "定位不够精确", "the place is not exact enough") \
    R("prejob_hours", "岗前培训课时不足", "too few hours of training before the job") \
    R("prerequisite_cert", "缺少所需证书", "a certificate is needed first") \
    R("prerequisite_course", "须先完成前置课程", "another course must be completed first") \
    R("quota", "额度不符", "the quota does not fit") \
    R("quota_exhausted", "名额已用完", "the quota is used up") \
    R("quota_full", "来源过多", "too many of them") \
    R("reader", "须写明读者", "name the reader") \
    R("reason_missing", "缺少原因", "the reason is missing") \
    R("reason_not_yours", "该原因限工作人员使用", "a reason for staff alone") \
    R("record_exists", "记录已存在", "the record exists") \
    R("refused", "未受理", "refused") \
    R("reserved", "名称保留", "the name is reserved") \
    R("reserved_source", "来源名称保留", "the source's name is reserved") \
    R("resit_begun", "补考已开始", "the examination is being repeated") \
    R("review_by", "复核期限不符", "the time of the review does not fit") \
    R("revocation_exists", "批量吊销已存在", "the mass revocation exists") \
    R("revoked", "已吊销", "revoked") \
    R("revoked_batch", "属于批量吊销", "a mass revocation is about it") \
    R("role", "角色不符", "not for this role") \
    R("room_in_use", "场地正被预留", "the room is held") \
    R("relation", "双方关系不符", "the parties are not so related") \
    R("route", "途径不符", "not by this route") \
    R("same_party", "双方是同一人", "both parties are the same") \
    R("same_person", "须由另一人办理", "another person must do it") \
    R("same_worker", "是同一服务人员", "the same worker") \
    R("self", "不能由本人办理", "not by oneself") \
    R("self_conflict", "本人是当事人", "is a party himself") \
    R("session_exists", "班次已存在", "the session exists") \
    R("session_full", "班次已满", "the session is full") \
    R("session_not_open", "班次未开放报名", "the session is not open") \
    R("session_over", "班次已结束", "the session has ended") \
    R("source", "来源不符", "not a source of this identity") \
    R("terms_missing", "缺少带期限的条款", "terms with a date are missing") \
    R("too_many_notes", "备注已满", "no room for more notes") \
    R("unchecked", "合法性核对未完成", "the legal check list is not complete") \
    R("unknown_check", "没有此核对项", "no such check") \
    R("still_employed", "仍在岗", "still employed") \
    R("still_failing", "仍然失败", "fails still") \
    R("stopping", "正在停止，请稍后", "stopping, come again") \
    R("storage", "存储不足，请稍后", "no room in the store, come again") \
    R("subline_elsewhere", "子类不属于该服务类", "not a sub-line of this service line") \
    R("suspension_proposed", "已提议停岗", "a suspension is proposed") \
    R("too_early", "太早", "too early") \
    R("too_few_tries", "联系次数不足", "too few tries") \
    R("too_large", "太大", "too large") \
    R("too_late", "已来不及", "too late") \
    R("too_long", "太长", "too long") \
    R("too_many_employers", "单位过多", "too many employers") \
    R("too_many_devices", "设备过多", "too many devices") \
    R("too_many_sources", "外部系统过多", "too many outside systems") \
    R("too_many_tries", "尝试过多", "too many tries") \
    R("too_many_visits", "上门次数过多", "too many visits") \
    R("too_short", "太短", "too short") \
    R("trouble", "暂时出错，请重发", "trouble, send it again") \
    R("twice", "列了两次", "named twice") \
    R("unclear", "不明确", "not clear") \
    R("unknown", "没有这一项", "there is no such thing") \
    R("unknown_area", "没有这个区域", "no such area") \
    R("unknown_booking", "没有这个预约", "no such booking") \
    R("unknown_case", "没有这个案件", "no such case") \
    R("unknown_cert", "没有这个证书", "no such certificate") \
    R("unknown_cert_type", "没有这类证书", "no such kind of certificate") \
    R("unknown_community", "没有这个社区", "no such community") \
    R("unknown_course", "没有这门课程", "no such course") \
    R("unknown_dayplan", "没有这份排班方案", "no such plan of days") \
    R("unknown_decision", "没有这次选派", "no such decision") \
    R("unknown_document", "没有这份文件", "no such document") \
    R("unknown_duty", "没有这份告知书", "no such duty statement") \
    R("unknown_employer", "没有这个单位", "no such employer") \
    R("unknown_enrolment", "没有这个报名", "no such enrolment") \
    R("unknown_event", "没有这类事件", "no such event") \
    R("unknown_field", "没有这个字段", "no such field") \
    R("unknown_hold", "没有这个预留", "no such hold") \
    R("unknown_identity", "身份不明", "an unknown identity") \
    R("unknown_leave", "没有这个休假", "no such leave") \
    R("unknown_notice", "没有这条提醒", "no such notice") \
    R("unknown_partner", "没有这个合作单位", "no such partner organisation") \
    R("unknown_person", "没有这类读者", "no field of this name names a reader") \
    R("unknown_reader", "没有这个读者", "no such reader") \
    R("unknown_record", "没有这类记录", "no such kind of record") \
    R("unknown_request", "没有这项请求", "no such request") \
    R("unknown_revocation", "没有这次批量吊销", "no such mass revocation") \
    R("unknown_role", "没有这个角色", "no such role") \
    R("unknown_rule", "没有这条规则", "no such rule") \
    R("unknown_session", "没有这个班次", "no such session") \
    R("unknown_stream", "没有这条记录流", "no such stream") \
    R("unknown_team", "没有这个团队", "no such team") \
    R("unknown_trainee", "没有这个学员", "no such trainee") \
    R("unknown_type", "没有这类消息", "no such type") \
    R("unknown_visit", "没有这次上门", "no such visit") \
    R("unknown_worker", "没有这个人员", "no such worker") \
    R("visit", "须写明上门", "name the visit") \
    R("visits_ahead", "尚有未完成的上门", "visits are still ahead") \
    R("waiting_full", "候补已满", "the waiting list is full") \
    R("worker", "须写明人员", "name the worker") \
    R("worker_exists", "人员已登记", "the worker exists") \
    R("wrong_code", "验证码不对", "the code is wrong") \
    R("wrong_datum", "坐标系不符", "positions are in another datum") \
    R("wrong_method", "签到方式不对", "not by this method") \
    R("wrong_state", "状态不符", "not in this state") \
    R("wrong_station", "不是该站的", "of another station")

#endif
