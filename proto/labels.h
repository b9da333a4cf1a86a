/* What codes are called: Chinese for residents and staff, then English. Data only, like the messages that carry them.
 *
 *   L(fields, code, "Chinese", "English")   `fields` are the fields, "from|to", whose value it is
 *
 * A code without a row is shown as it is: a reason that a station made up, a service, a number. */
#ifndef ANXIN_PROTO_LABELS_H
#define ANXIN_PROTO_LABELS_H

/* Rules of matching, by the name of each in its engine; also what puts a visit at risk. */
#define LABELS_OF_RULES(R) \
    R(CLOSED, "station_closed", "站点关闭或不再服务该社区", "the station is closed, or serves the community no more") \
    R(TWO_WORKERS, "two_workers", "需两人同时服务", "needs two workers at once") \
    R(LIVE_IN, "live_in", "需住家服务", "needs a live-in worker") \
    R(NOT_ACTIVE, "not_active", "未在岗", "not at work") \
    R(STATION, "station", "非本站人员", "works for another station") \
    R(KIND, "kind", "工种不符", "another kind of worker") \
    R(CODE, "code", "安心码非绿码", "colour code is not green") \
    R(CERTIFICATE, "certificate", "证书缺失、等级不足或到期", \
      "certificate missing, too low or not valid through the end") \
    R(LEAVE, "leave", "请假", "on leave") \
    R(SUSPENDED, "suspended", "暂停派工", "suspended") \
    R(PROHIBITED, "prohibited", "与该户禁止配对", "must not meet this household") \
    R(SEX, "sex", "性别要求不符", "not of the sex that is required") \
    R(TRAVEL, "travel", "路程过远", "too far away") \
    R(BUSY, "busy", "时间冲突(含路程)", "not free, travel included") \
    R(UNSURE, "unsure", "资料有未处理的变更", "something said of the worker could not be read yet") \
    R(EXCLUDED, "excluded", "已谢绝或不再安排本次", "said no to this visit, or was lost") \
    R(NO_TIME, "no_time", "需先询单, 已来不及", "must be asked first, and there is no time left") \
    R(LIMITS, "limits", "超出工时、次数或休息的限制", "beyond the limits of her day, week or rest")

#define LABELS(L) \
    L("from|to|colour", "none", "无", "none") \
    L("from|to|colour", "green", "绿码", "green") \
    L("from|to|colour", "yellow", "黄码", "yellow") \
    L("from|to|colour", "red", "红码", "red") \
    L("class", "free", "免费取消", "free of charge") \
    L("class", "late", "临近取消", "late") \
    L("class", "very_late", "临时取消", "very late") \
    L("class", "provider", "站方原因", "for a reason of the provider") \
    L("class", "force_majeure", "不可抗力", "force majeure") \
    L("next", "arbitration", "劳动争议仲裁委员会", "labour arbitration") \
    L("next", "court", "人民法院", "the court") \
    L("next", "hotline_12345", "12345 热线", "hotline 12345") \
    L("next", "market_12315", "12315 市场监管", "market supervision 12315") \
    L("outcome", "full", "已做完", "done in full") \
    L("outcome", "cut_short", "提前结束", "cut short") \
    L("outcome", "missed", "未上门", "missed") \
    L("by|cut_by", "client", "住户", "the client") \
    L("by|cut_by", "worker", "服务人员", "the worker") \
    L("by|cut_by", "station", "站点", "the station") \
    L("result|follow_up", "satisfied", "满意", "satisfied") \
    L("result|follow_up", "unsatisfied", "不满意", "unsatisfied") \
    L("result|follow_up", "unreached", "未联系上", "not reached") \
    L("outcome", "agreed", "达成协议", "agreed") \
    L("outcome", "failed", "调解不成", "failed") \
    L("outcome", "withdrawn", "已撤回", "withdrawn") \
    L("step", "accepted", "已受理", "accepted") \
    L("step", "agreed", "达成协议,已结案", "closed with an agreement") \
    L("step", "withdrawn", "已撤回,已结案", "closed, as it was withdrawn") \
    L("because", "no_candidate", "没有合适人员", "nobody is able") \
    L("because", "too_late", "已来不及", "too late") \
    L("cert_type", "identity", "身份证件", "identity check") \
    L("cert_type", "background", "背景核查", "background check") \
    L("cert_type", "health", "健康证", "health certificate") \
    L("cert_type", "insurance", "保险", "insurance") \
    L("cert_type", "matron", "母婴护理员证", "maternity matron") \
    L("cert_type", "infant", "育婴员证", "infant care") \
    L("cert_type", "elder", "养老护理员证", "elder care") \
    L("cert_type", "nurse", "护士证", "nurse") \
    L("cert_type", "rehab", "康复治疗证", "rehabilitation") \
    L("cert_type", "domestic", "家政服务员证", "domestic service") \
    L("cert_type", "assistant", "医疗护理员证", "care assistant") \
    L("cert_type", "lactation", "催乳师证", "lactation consultant") \
    L("cert_type", "organising", "收纳师证", "home organising") \
    L("cert_type", "counsellor", "心理咨询师证", "counsellor") \
    L("reason", "no_ack", "未确认", "not acknowledged") \
    L("reason", "overrun", "上一单超时", "the visit before runs over") \
    L("reason|risk", "roster_silent", "等待人员资料", "waits until the facts of workers can be trusted") \
    L("reason", "booking_annulled", "服务记录已作废", "what was worked was annulled") \
    L("reason", "booking_cancelled", "预约已取消", "the booking was cancelled") \
    L("reason", "lead_over", "主要服务已结束", "what it went along with is over") \
    L("reason", "lead_unfilled", "需同行的人员未能落实", "nobody was found to work beside") \
    L("what", "work", "当日工时已满", "a day's hours are full") \
    L("what", "visits", "当日次数已满", "a day's visits are full") \
    L("what", "week", "本周工时已满", "the week's hours are full") \
    L("what", "rest", "两日之间休息不足", "too little rest between two days") \
    L("what", "pause", "连续工作没有休息", "no pause in time") \
    L("what", "day_off", "连续工作日过多", "no day off in time") \
    L("risk", "companion", "等待同行人员落实", "waits for who works beside") \
    L("reason", "booking_expired", "预约已失效", "the booking expired") \
    L("reason", "booking_rescheduled", "预约已改期", "the booking was moved") \
    L("reason", "withdrawn", "已撤回", "withdrawn") \
    L("reason", "declined", "未获认可", "declined") \
    L("reason", "expired", "逾期未确认", "nobody confirmed it in time") \
    L("reason", "chosen", "按上门情况确定", "by the visits") \
    L("reason", "by_hand", "人工指定", "by a person") \
    L("reason", "gone", "已离职", "has left") \
    L("reason", "away", "长期停派", "is suspended for long") \
    L("reason", "full", "户数已满", "has as many as may be") \
    L("reason", "quiet", "久无服务", "no visit for long") \
    L("reason", "erased", "资料已删除", "erased") \
    L("fill", "under", "未满", "fewer than may be") \
    L("fill", "full", "已满", "as many as may be") \
    L("fill", "over", "超出", "more than may be") \
    L("reason", "overtaken", "已按原记录核实或已取消", "verified as it was, or cancelled, meanwhile") \
    L("reason", "forgotten", "忘记签到或签退", "check-in or check-out was forgotten") \
    L("reason", "other_was_first", "已有人接单", "somebody else was first") \
    L("reason", "cancelled", "已取消", "it was cancelled") \
    L("reason", "rematch", "重新派工", "it is planned anew") \
    L("reason", "unfillable", "无人可派", "nobody could be found") \
    L("reason", "timeout", "超时未答复", "no verdict in time") \
    L("reason", "unconfirmed", "客户未确认", "the client did not confirm") \
    L("reason", "conflict_source_ref", "编号已用于另一预约", "the number belongs to another booking") \
    L("reason", "actor_missing", "未注明录入人", "who enters it is missing") \
    L("reason", "bad_source", "来源名称不符", "the source's name does not fit") \
    L("reason", "unknown_service", "没有这项服务", "no such service") \
    L("reason", "service_inactive", "服务暂停预约", "the service cannot be booked at present") \
    L("reason", "unknown_household", "没有这个住户", "no such household") \
    L("reason", "household_of_another", "住户由其他系统登记", "another system registered the household") \
    L("reason", "no_station", "没有站点服务该社区", "no station serves the community") \
    L("reason", "unknown_station", "没有这个站点", "no such station") \
    L("reason", "station_inactive", "站点暂停预约", "the station takes no bookings at present") \
    L("reason", "not_covered", "站点不服务该社区", "the station does not serve the community") \
    L("reason", "not_offered_here", "该站点不提供这项服务", "the station does not offer the service") \
    L("reason", "length_not_offered", "没有这个时长", "not given for so long") \
    L("reason", "in_past", "时间已过", "the start is over") \
    L("reason", "too_soon", "时间太近", "within the minimum notice") \
    L("reason", "too_far", "时间太远", "beyond the horizon") \
    L("reason", "closed_hours", "不在服务时段", "not given at these hours") \
    L("reason", "channel", "渠道不符", "only staff enter walk-in bookings") \
    L("reason", "consent_missing", "缺少住户同意", "how the client agreed is missing") \
    L("reason", "guardian_missing", "缺少监护人", "the child's guardian is not named") \
    L("reason", "agreement_over", "合作协议已到期", "the agreement has ended") \
    L("reason", "household_busy", "该时段已有预约", "another booking at that time") \
    L("reason", "client_wish", "客户意愿", "the client's wish") \
    L("reason", "no_need", "不再需要", "no longer needed") \
    L("reason", "birth", "生产", "a birth") \
    L("reason", "hospital", "住院", "a stay in hospital") \
    L("reason", "death", "去世", "a death") \
    L("reason", "typhoon", "台风", "a typhoon") \
    L("reason", "no_worker", "没有人员", "no worker") \
    L("reason", "worker_ill", "人员生病", "the worker is ill") \
    L("reason", "entry_error", "录入有误", "entered by mistake") \
    L("reason", "calendar", "时间冲突", "not free at that time") \
    L("reason", "session_cancelled", "培训班已取消", "the session was cancelled") \
    L("reason", "under_minimum", "人数不足", "too few trainees") \
    L("reason", "session_ended", "培训班已结束", "the session has ended") \
    L("reason", "session_postponed", "培训班已延期", "the session was put off") \
    L("reason", "room_lost", "场地被收回", "the room was taken back") \
    L("reason", "trainer_lost", "教师时间被收回", "the trainer's time was taken back") \
    L("reason", "not_opened", "未开放报名", "nobody opened it") \
    L("what", "room", "场地", "the room") \
    L("what", "trainer", "教师", "the trainer") \
    L("channel", "miniapp", "小程序", "mini program") \
    L("channel", "walk_in", "到站", "walk-in") \
    L("channel", "external", "外部系统", "another system") \
    L("reason", "not_examined", "逾期未参加考试", "not examined in time") \
    L("reason", "marks", "成绩未达标", "the marks are not enough") \
    L("reason", "complaint_upheld", "投诉属实", "a complaint was found true") \
    L("reason", "not_approved", "截止前未核准", "not approved in time") \
    L("reason", "evidence", "证明材料不足", "evidence missing") \
    L("reason|proposed", "forged", "证件疑为伪造", "a forged certificate") \
    L("reason", "unreadable", "证件无法辨认", "unreadable") \
    L("reason", "mismatch", "证件与本人不符", "does not match the person") \
    L("reason", "void", "证件无效", "void") \
    L("reason", "issuer_withdrawn", "发证机构被取消资格", "the issuer has lost its right") \
    L("reason", "batch_forged", "整批证件系伪造", "the batch was forged") \
    L("reason", "released", "已释放", "released by its owner") \
    L("reason", "unknown_room", "没有这个场地", "no such room") \
    L("reason", "bad_time", "时间不对", "no such time") \
    L("reason", "too_small", "场地太小", "the room is too small") \
    L("reason", "closed", "场地不开放", "the room is closed") \
    L("reason", "taken", "场地已被占用", "the room is taken") \
    L("reason", "due_passed", "期限已过", "the time limit has passed") \
    L("reason", "ended_by_party", "一方终止", "ended by a party") \
    L("reason", "no_agreement", "未达成协议", "no agreement") \
    L("reason", "no_contact", "联系不上", "no contact") \
    L("reason", "tip_handled", "线索已处理", "the tip was handled")

/* What fields are called in the heads of tables: H(field, "Chinese"). One without a row is shown by its name alone. */
#define FIELD_LABELS(H) \
    H("worker", "人员") \
    H("workers", "人员") \
    H("from_worker", "原人员") \
    H("station", "站点") \
    H("stations", "站点") \
    H("state", "状态") \
    H("stage", "阶段") \
    H("label", "说明") \
    H("kind", "类别") \
    H("employment", "用工") \
    H("code", "编码") \
    H("community", "社区") \
    H("communities", "社区") \
    H("household", "住户") \
    H("households", "户数") \
    H("fill", "满额") \
    H("since", "起始") \
    H("wanted", "拟定人员") \
    H("gini", "基尼系数") \
    H("vacant", "待定户") \
    H("booking", "预约") \
    H("visit", "上门") \
    H("service", "服务") \
    H("start", "开始") \
    H("end", "结束") \
    H("source", "来源") \
    H("origin", "来源") \
    H("source_ref", "来源编号") \
    H("channel", "渠道") \
    H("consent", "同意") \
    H("reason", "原因") \
    H("outcome", "结果") \
    H("created", "提交") \
    H("expires", "失效") \
    H("name", "名称") \
    H("phone", "电话") \
    H("address", "地址") \
    H("languages", "语言") \
    H("language", "语言") \
    H("sex", "性别") \
    H("active", "启用") \
    H("number", "编号") \
    H("case_id", "案件") \
    H("route", "途径") \
    H("filed", "登记") \
    H("accept_by", "受理期限") \
    H("accepted", "受理") \
    H("due", "期限") \
    H("deadline", "下一期限") \
    H("ended", "结束") \
    H("notice", "提醒") \
    H("reader", "读者") \
    H("roles", "角色") \
    H("rule", "规则") \
    H("priority", "紧急") \
    H("title", "标题") \
    H("event_type", "事件") \
    H("about", "关于") \
    H("at", "时间") \
    H("summary", "汇总") \
    H("listed", "条数") \
    H("version", "版本") \
    H("revision", "修订") \
    H("session", "班次") \
    H("course", "课程") \
    H("trainee", "学员") \
    H("trainer", "讲师") \
    H("room", "场地") \
    H("group", "人群") \
    H("enrolment", "报名") \
    H("cert", "证书") \
    H("cert_type", "证书类别") \
    H("level", "等级") \
    H("valid_from", "生效") \
    H("valid_to", "到期") \
    H("validity", "有效") \
    H("capacity", "容量") \
    H("taken", "已占") \
    H("minutes", "分钟") \
    H("hours", "时间") \
    H("lock", "锁定") \
    H("occupation", "职业") \
    H("programme", "项目") \
    H("pattern", "事件") \
    H("audience", "对象") \
    H("ack", "确认") \
    H("acked_by", "确认人") \
    H("acked_at", "确认时间") \
    H("cursor", "已读") \
    H("unread", "未读") \
    H("unacked", "待确认") \
    H("last", "末号") \
    H("risk", "风险") \
    H("offer_until", "答复期限") \
    H("ack_by", "确认期限") \
    H("assigned_at", "派工时间") \
    H("cancel_class", "取消类别") \
    H("cut_by", "提前结束") \
    H("follow_up", "回访") \
    H("guardian", "监护人") \
    H("subline", "服务子类") \
    H("wish_sex", "性别要求") \
    H("wish_languages", "语言要求") \
    H("wish_worker", "指定人员") \
    H("entered_by", "录入人") \
    H("line", "服务类") \
    H("minimum", "最少") \
    H("probation_until", "试用到期") \
    H("review_by", "复核期限") \
    H("category", "类型") \
    H("filer", "申请人") \
    H("respondent", "被申请人") \
    H("leave", "休假") \
    H("certs", "证书") \
    H("employers", "单位") \
    H("host_kind", "承办") \
    H("steps", "经过") \
    H("rows", "明细") \
    H("day", "日期") \
    H("kinds", "类别")

#endif
