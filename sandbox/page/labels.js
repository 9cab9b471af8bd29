// The page's own words. What the bots say comes from the bots.

const en = {
  code: "en",
  locale: "en-GB",
  other: "中文",
  otherAria: "切换为中文",
  controls: "The house's time",
  tabs: "Parts of the house",
  panes: { buyers: "Buyer", group: "Staff group", office: "Office" },
  asBuyer: "Which buyer",
  asGroup: "Who speaks in the group",
  asOffice: "Who is at the desk",
  clock: (text) => `The house's time: ${text}`,
  advance15: "+15 min",
  advance60: "+1 h",
  morning: "Next morning 08:00",
  pick: "Pick a moment",
  reset: "New house",
  playing: "Playing the time…",
  resetting: "Preparing a new house…",
  newBuyer: "New buyer",
  start: "Start",
  emptyTitle: "No conversation yet",
  emptyBot: (bot) => `Say hello to ${bot}, or press Start.`,
  emptyGroup: "What the posts tell one another will appear here.",
  compose: (who) => `Message, as ${who}`,
  composeShort: "Message",
  send: "Send",
  commands: "Commands",
  noCommands: "No commands have been set here.",
  keyboard: "Quick answers",
  edited: "edited",
  copied: "Copied",
  and: ", ",
  services: {
    new_chat_members: (who, whom) => `${who} welcomed ${whom} to the group`,
    new_chat_members_alone: (who) => `${who} joined the group`,
    left_chat_member: (who, whom) => `${who} removed ${whom} from the group`,
    left_chat_member_alone: (who) => `${who} left the group`,
  },
  reply: "Reply",
  replyTo: (who) => `Reply to ${who}`,
  cancelReply: "Do not reply to this message",
  latest: "To the newest",
  unread: (n) => `${n} unread`,
  ok: "OK",
  cancel: "Not now",
  lost: "The line to the house is down. Reconnecting…",
  resetTitle: "Open a new house?",
  resetText: "Every conversation and booking of this one will be put away, and the day begins afresh.",
  resetYes: "Open a new house",
  pickTitle: "Pick a moment",
  pickText: "Time only moves forward. Whatever falls due on the way will happen.",
  pickLabel: "The house's local time",
  pickYes: "Go there",
  buyerTitle: "A new buyer arrives",
  buyerText: "Someone who has not spoken with the house before.",
  first: "Given name",
  last: "Family name",
  optional: "may be left empty",
  speaks: "Telegram language",
  buyerYes: "Welcome",
  claimTitle: "Claim this house?",
  claimText: (who) => `${who} will become its first administrator.`,
  claimYes: "Claim",
  languages: { "zh-hans": "简体中文", "zh-hant": "繁體中文", en: "English" },
  reveal: "Hidden text: press to reveal",
  errors: {
    busy: "One moment, please: the house is still busy with the last request.",
    past: "Time only moves forward here. Please pick a later moment.",
    far: "That is too far ahead to play in one go. A month at a time, please.",
    moment: "Please pick a date and a time.",
    gap: "The clocks change then: that time does not exist on that day.",
    gesture: "Telegram would not allow that just now.",
    gone: "That conversation belongs to the house before. Here is the present one.",
    input: "That could not be understood. Please try once more.",
    origin: "For safety this page may only be used from this computer itself.",
    failed: "The house could not do that. Its log has the details.",
    offline: "The house cannot be reached just now. Please try again shortly.",
    bot: "No such bot lives in this house.",
    elsewhere: "On this page, that person does not speak with that bot.",
  },
};

const zh = {
  code: "zh",
  locale: "zh-CN",
  other: "EN",
  otherAria: "Switch to English",
  controls: "案场时间",
  tabs: "案场各处",
  panes: { buyers: "客户", group: "案场工作群", office: "办公室" },
  asBuyer: "选择客户",
  asGroup: "群内由谁发言",
  asOffice: "由谁当值",
  clock: (text) => `案场时间：${text}`,
  advance15: "15 分钟后",
  advance60: "1 小时后",
  morning: "次日晨 08:00",
  pick: "择定时刻",
  reset: "重启案场",
  playing: "时光流转中…",
  resetting: "正在筹备新的案场…",
  newBuyer: "新客户",
  start: "开始",
  emptyTitle: "尚无对话",
  emptyBot: (bot) => `向「${bot}」问声好，或轻点「开始」。`,
  emptyGroup: "各岗位的通报将在此显示。",
  compose: (who) => `以${who}的身份发送消息`,
  composeShort: "输入消息",
  send: "发送",
  commands: "指令",
  noCommands: "此处尚未设置指令。",
  keyboard: "快捷回复",
  edited: "已编辑",
  copied: "已复制",
  and: "、",
  services: {
    new_chat_members: (who, whom) => `${who}邀请${whom}加入群聊`,
    new_chat_members_alone: (who) => `${who}加入群聊`,
    left_chat_member: (who, whom) => `${who}将${whom}移出群聊`,
    left_chat_member_alone: (who) => `${who}已离开群聊`,
  },
  reply: "回复",
  replyTo: (who) => `回复${who}`,
  cancelReply: "取消回复",
  latest: "回到最新消息",
  unread: (n) => `${n} 条未读`,
  ok: "好的",
  cancel: "暂不",
  lost: "与案场的连接已中断，正在为您重新接通…",
  resetTitle: "要重启案场吗？",
  resetText: "现有的对话与预约将全部收起，一切从头开始。",
  resetYes: "重启案场",
  pickTitle: "择定时刻",
  pickText: "时间只会向前。途中到期的事项，都会一一发生。",
  pickLabel: "案场当地时间",
  pickYes: "前往",
  buyerTitle: "迎来一位新客户",
  buyerText: "一位此前未曾与案场联系过的客人。",
  first: "名",
  last: "姓",
  optional: "可不填",
  speaks: "Telegram 语言",
  buyerYes: "有请",
  claimTitle: "要接管这座案场吗？",
  claimText: (who) => `${who}将成为首位管理员。`,
  claimYes: "接管",
  languages: { "zh-hans": "简体中文", "zh-hant": "繁體中文", en: "English" },
  reveal: "隐藏内容，点按显示",
  errors: {
    busy: "请稍候，案场正在处理上一项请求。",
    past: "此处的时间只会向前，烦请选择稍后的时刻。",
    far: "时日较远，烦请分次前往，每次以一个月为限。",
    moment: "烦请选择日期与时间。",
    gap: "当日恰逢时制切换，该时刻并不存在。",
    gesture: "Telegram 此刻无法进行这一操作。",
    gone: "该对话属于先前的案场，现已为您呈现当前的案场。",
    input: "未能领会您的操作，烦请再试一次。",
    origin: "为安全起见，此页面仅限在本机使用。",
    failed: "此事未能办妥，详情已记入案场日志。",
    offline: "暂时无法联系案场，请稍后再试。",
    bot: "这座案场没有这个机器人。",
    elsewhere: "在此页面上，这位客人并不与该机器人交谈。",
  },
};

const all = { en, zh };
const KEY = "yingbin.page.language";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage may be shut to us; the browser's own language decides then
  }
}

const preferred = () => ((navigator.languages ?? [navigator.language])[0]?.startsWith("zh") ? "zh" : "en");

/** The labels now in use; a live binding, replaced by `speak`. */
export let labels = all[remembered()] ?? all[preferred()];

export function speak(code) {
  labels = all[code];
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // not remembered, still spoken
  }
  document.documentElement.lang = code === "zh" ? "zh-Hans" : "en";
}
document.documentElement.lang = labels.code === "zh" ? "zh-Hans" : "en";

/** Puts the labels into every element under `root` that names one. */
export function fill(root = document) {
  for (const element of root.querySelectorAll("[data-label]")) element.textContent = labels[element.dataset.label];
  for (const element of root.querySelectorAll("[data-aria]")) element.setAttribute("aria-label", labels[element.dataset.aria]);
}
