"""Words and characters that are no names, although they stand where one could: word lists, no logic."""

# fmt: off
# Characters that no given name is made of, but that sentences are.
FUNCTION_CHARACTERS = frozenset(
    "的了吗呢吧啊呀在有没不想要来去看以能我你您他她它们这那哪什怎么少好请就都也还很太再给和跟到从对把被让"
    "点号楼房买卖车位间候下上午晚个人后多几谁为啥嘅咗唔系喺嚟啲哋冇咁乜话说谈问答叫过得着帮麻烦约定预订改"
    "取消退换推迟早周末星期礼拜今昨天日分钟刻半时左右概于是会等带只但因所果虽然而且或者另外已经打算望需应"
    "该知道觉方便随任何每各本此及与同嗎沒來對請們這個還幾說話問過時間後麼為誰點號樓買賣車給讓帶預訂會種樣"
    "住坐轮輪椅自己咁啦喇囉啰嘍喽㗎傻癫癲"
)
# Of these no name is made even after 我叫.
NEVER_IN_NAMES = frozenset("删刪掉些的了吗嗎呢吧啊呀我你您他她它们們这這那哪什怎么麼号號点點楼樓")
# Before 先生 and the like, but no surname: 我先生, 这位先生.
NO_SURNAMES = frozenset(
    "我你您他她佢渠俺咱这那哪的位老小大两几个名各该此某新客好是有在找带跟和与同给帮替叫请让问约见到看陪對们們其它"
    "男女"
)
# What looks like a surname and a given name.
NO_NAMES = frozenset({
    "阿拉", "阿姨", "安排", "安静", "常来", "方便", "高兴", "周末", "谢谢", "謝謝", "多谢", "多謝", "小时",
    "小区", "老家", "小能", "老师", "小心", "老子", "老板", "老婆", "老公", "老爸", "老妈", "老人", "小孩",
    "小姐", "阿妈", "阿爸",
    "路熟", "称呼", "稱呼",
    "朋友介绍", "朋友介紹", "朋友推荐", "朋友推薦", "出差", "加班", "开会", "開會", "回家", "回去", "帮忙",
    "幫忙", "安心", "安全", "白天", "常常", "成功", "成都", "成家", "程度", "方向", "方式", "方法", "费用", "高层",
    "高速",
    "高铁", "高鐵", "关于", "關於", "关系", "關係", "管家", "贵宾", "貴賓", "海景", "何时", "何時", "简单", "簡單",
    "江景", "金额", "康复", "马上", "馬上", "满意", "滿意", "毛坯", "明白", "平方", "平时", "平時", "平安", "齐全",
    "强烈", "荣幸", "沙发", "商量", "商铺", "尚未", "石材", "水电", "苏州", "蘇州", "武汉", "武漢", "万一", "萬一",
    "万科", "温馨", "文件", "夏天", "项目", "項目", "向阳", "辛苦", "许多", "許多", "严格", "阳台", "陽台", "阳光",
    "陽光", "元旦", "越快", "云南", "曾经", "曾經", "郑重", "郑州", "钟头", "鐘頭", "周边", "周邊", "周围", "周圍",
    "祝好", "左右", "单价", "单独", "单位", "费心", "費心", "费事", "費事", "丰富", "付款", "顾客", "国庆", "韩国",
    "花园", "花園", "来回", "冷静", "连续", "凌晨", "陆续", "路上", "路线", "路線", "路口", "马路", "毛病", "宁愿",
    "宁波", "全部", "全家", "全款", "任意", "申请", "舒服", "舒適", "舒适", "司机", "危险", "卫生", "温度", "席位",
    "幸好", "幸会", "解决", "解释", "宣传", "车位", "巴士", "包括", "包涵", "边度", "邊度", "时候", "游泳", "景观",
})
ENGLISH = frozenset({
    "a", "able", "about", "actually", "above", "absurd", "after", "before", "below", "between", "during",
    "address", "adult", "adults", "afraid", "afternoon", "again", "agent",
    "aiyah", "aiyo", "all", "alright", "aha", "anyway", "basically", "brilliant", "certainly", "fantastic",
    "honestly", "listen", "okey", "splendid", "super", "almost", "alone", "along", "already", "also",
    "although", "am", "amazing",
    "american", "an", "and", "annoying", "any", "anyone", "anything", "anytime", "apartment", "appointment",
    "april", "are", "around", "arrive", "arrived", "as", "asap", "ask", "at", "august", "auntie", "available",
    "away", "awesome", "awful", "baby", "back", "be", "because", "been", "best", "bit", "book",
    "booked", "booking", "boring", "boss", "both", "bring", "british", "busy", "but", "buyer", "buying", "by",
    "bye", "call", "calling", "can", "cancel", "capt", "captain", "car", "cell", "change", "cheers", "child",
    "children", "chinese", "close", "closed", "come", "coming", "confirm", "cool", "correct", "could",
    "couple", "crazy", "currently", "dad", "date", "daughter", "day", "days", "dear", "december",
    "definitely",
    "delete", "different", "directions", "disappointing", "disgusting", "do", "does", "don't", "done",
    "downstairs", "dozen", "driving", "each", "early", "eh", "either", "elder", "elders", "else", "email",
    "english", "evening", "ever", "every", "everybody", "everyone", "everything", "excellent", "expat",
    "false", "father", "february", "fed", "fine", "first", "flat", "flexible", "floor", "flying", "for",
    "foreigner", "free", "french", "fri", "g'day", "friday", "friend", "from", "frustrating", "full", "fully",
    "further", "german", "getting", "glad", "go", "going", "good", "got", "great", "group", "guest", "guests",
    "ha", "haha", "lor", "lah", "leh", "liao", "hor", "meh", "sia", "wor", "alamak", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
    "hallo", "hola", "bonjour", "telefon", "dunno", "idk",
    "half", "happy", "having", "hehe", "hello", "help", "hence", "her", "here", "hey", "hi",
    "him", "his", "hmm", "home", "hopefully", "hoping", "horrible", "hour", "house", "how", "human", "hurry",
    "husband", "i", "i'd", "i'll", "i'm", "i've", "ideally", "if", "ill", "important", "impossible", "in",
    "incorrect", "indian", "insane", "inside", "inshallah", "insha'allah",
    "interested", "investor", "is", "it", "it's", "italian", "its",
    "january", "japanese", "joking", "july", "june", "just", "keen", "kid", "kidding", "kids", "kindly",
    "know", "korean", "late", "later", "leaving", "let", "like", "little", "local", "lol", "look", "looking",
    "lost", "love", "lovely", "lunch", "madam", "make", "malay", "many", "march", "married", "may", "maybe",
    "me", "meet", "mid", "midday", "might", "minutes", "missing", "misspelled", "misspelt", "mistaken",
    "mobile", "mom", "mon", "monday", "month", "more", "morning", "most", "mother", "moving", "mr", "mrs",
    "ms", "much", "mum", "must", "usd", "rmb", "hkd", "cny", "sgd", "gbp", "eur", "my", "myself", "name",
    "near", "nearby", "need", "neither", "never", "new", "next",
    "nice", "night", "no", "nonsense", "noon", "nope", "not", "nothing", "november", "now", "number",
    "october", "of", "off", "oh", "oi", "ok", "okay", "omg", "on", "once", "one", "only", "open", "operator",
    "or", "other", "our", "out", "outrageous", "outside", "over", "parents", "parked", "parking", "partner",
    "party", "pass", "past", "pathetic", "pax",
    "pipl", "gdpr", "vip", "dentist", "doctor", "hospital", "penthouse", "people", "perfect", "perhaps", "person",
    "phone",
    "place", "plan", "planning", "please", "plus", "pm", "possible", "prefer", "preferably", "price",
    "probably", "put", "quarter", "question", "rather", "ready", "really", "regards", "relocating", "restart",
    "retired", "ridiculous", "right", "rubbish", "running", "russian", "sat", "saturday", "say", "see",
    "selling", "seniors", "sent", "september", "serious", "shall", "she", "should", "show", "sick", "since",
    "singaporean", "single", "sir", "skip", "slot", "so", "some", "somebody", "someone", "something",
    "sometime", "son", "soon", "sorry", "spelled", "spelt", "still", "stop", "stuck", "sun", "sunday", "sure",
    "talk", "tel", "terrible", "than", "thank", "thanks", "that", "that's", "the", "their", "them", "then",
    "there", "these", "they", "thing", "think", "thinking", "this", "those", "though", "three", "thu",
    "thursday", "thus", "time", "tired", "to", "today", "together", "tomorrow", "tonight", "too", "total",
    "traffic", "true", "trying", "tue", "tuesday", "two", "unable", "unacceptable", "uncle", "unfortunately",
    "unless", "until", "up", "upstairs", "urgent", "us", "use", "using", "usually", "very", "view", "villa",
    "visit", "visiting", "wah", "wait", "waiting", "walk", "want", "was", "we", "we'd", "we'll", "we're",
    "wechat", "wed", "weekday", "weekdays", "weekends", "wednesday", "week", "weekend", "weird", "well",
    "what", "whatsapp", "when", "whenever",
    "where", "whether", "which", "whichever", "who", "why", "wife", "will", "wish", "with", "without",
    "wondering", "work", "works", "would", "writing", "wrong", "yeah", "year", "years", "yep", "yes", "yet",
    "thx", "ty", "tysm", "ta", "tks", "pls", "btw", "fyi", "cya", "you", "your", "yours",
})
# How names of other peoples of China begin, or are made, which have no surname of one character.
FOREIGN_BEGINNINGS = (
    "扎西", "次仁", "卓玛", "多吉", "丹增", "旦增", "格桑", "洛桑", "央金", "达瓦", "尼玛", "白玛", "仁青",
    "巴特尔", "巴雅尔", "乌云", "其其格",
    "苏日", "阿古拉", "娜仁", "阿依", "古丽", "买买提", "艾力", "阿不都", "阿布都", "热依", "努尔", "木合",
    "吐尔", "帕尔哈提", "迪丽", "玛依",
)
# fmt: on
