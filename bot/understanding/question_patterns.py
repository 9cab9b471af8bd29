"""What people ask for, and what only looks like a question: patterns, no logic."""

from bot.understanding.text import compiled, series

# What asks for information: of a text that names facts, only a question about the house; «at three?» asks for three.
_TOPICS = (
    r"均价|价格|价钱|单价|总价|房价|首付|贷款|按揭|折扣|优惠|打折|户型|地址|路线|导航|停车|泊车|车位|学区|"
    r"学位|"
    r"学校|交楼|交房|物业|装修|精装|毛坯|产权|容积率|绿化|朝向|面积|得房率|样板|现房|期房|会所|泳池|地铁|"
    r"充电|\b(?:price|prices|pricing|cost|discount|directions|address|opening hours|parking|mortgage|"
    r"down ?payment|school|metro|floor ?plans?|brochure|handover|show ?flat)\b"
)
# What asks for information by itself.
_ASKED = (
    r"最(?:晚|迟|早)(?:到|可以|能)?几[点时]|(?<!十)几个人|几位(?!我)|(?<!爱)(?P<v2>[买开进停])[不唔](?P=v2)|"
    r"(?<!可能)(?<!会)有几个|"
    r"几组|\b(?:units?|flats?|apartments?|homes?|houses?) (?:are |is )?(?:still )?(?:left|available|for sale)\b|"
    r"第[\d一二三四五六七八九十]+组几点|真人还是|还是(?:ai|机器)|系咪|psf\b|(?P<v1>[算收限包配])不(?P=v1)|"
    r"有开(?:吗|么|门)|能(?:不能)?停(?:几|两|\d)?(?:辆|台|部)?车|几成|几折|"
    r"你们[^,。]{0,12}(?:吗|么)(?=[?。!~ ]*$)|\bis it true\b|有冇开|(?<!爱)开不开(?:门|放|业)|多少|谁|几多|"
    r"干嘛|干吗|做咩|做乜|几点(?:到|来|嚟)|什么(?:时候(?:开|关|交|能)|价|户型|牌|地|楼|样|区|材|配|产品|房|"
    r"方式|情况)|怎么(?:走|去|收|卖|算|坐|来|停|样的|付|买|过)|如何(?:前往|去|到)|"
    r"哪(?!天|个时间|个[点钟]|个都|个[都日]|都|一天|怕|位都|[里儿]都|种都|[天个]也|些时间|几天|个时段)|为什么|为何|"
    r"点解|几(?:坪|平|尺|间房|套|点(?:开|关|上班|下班|收|打烊|结束|营业|开始)|钱|岁|栋|层|期|梯|组|批|位客|个客|台客|"
    r"号线|"
    r"时(?:交|开|收))|多(?:大|远|久|长)|边(?:度|个)|(?<![早晚快慢迟一1有])点(?:去|搭|样去)|"
    r"(?<!\d)(?<![一二两三四五六七八九十])点行|(?:多不多|远不远|贵不贵|大不大|忙不忙|吵不吵|难不难)|"
    r"几(?:分钟|站)|(?:找|揾)(?:不|唔)到(?:路|入口|门|地方|你们|你哋|位置)|"
    r"迷路|\bcan'?t find (?:you|your|the|it)\b|"
    r"(?:会|要)?(?:上班|休息|放假|开门|营业|休假|关门)(?:吗|么|嘛|不|没(?!空|时间|有空))|"
    r"^(?:which|whose|who|where|why|how(?! about|(?:'s| is) (?:\w+day|tomorrow|mon|tue|wed|thu|fri|sat|sun|next|this|"
    r"the \d|\d|after|half|quarter|noon|lunch)| wonderful| nice| lovely| kind| great| sweet)|"
    r"what(?! about))\b|\b(?:what(?:'s| is| are|s) (?:the|your|in|on|included)|"
    r"what (?:time|sort|kind|type|size|floor|do|does|documents?)|where|"
    r"how (?:much|many|far|long|big|large|do|can i get|about the(?! \d| \w+day| (?:morning|afternoon|weekend|first)))|"
    r"which (?:floor|district|metro|station|exit|line)|who(?:'s|se| is| am)?|"
    r"when (?:do you|does|is|are|will)|why|(?<!it )is there|are there|"
    r"do you (?!have (?:any|a|some)?(?:thing|slot|time|room))|does (?:it|the (?!time|day))|have you got|"
    r"are (?:pets|dogs))\b"
)
# A clause that asks for information beside the facts of a booking: «轮椅进得去吗».
ASKS_BESIDES = compiled(
    rf"{_ASKED}|[\u3400-\u9fff]{{2}}(?:吗|么|没有?|冇|未|嘅咩)[?啊呀哈]*$|系咪|(?<!唔)系唔系|"
    rf"[\u3400-\u9fff]{{3}}[?]$|"
    r"(?<![不唔爱])(?P<v4>[\u3400-\u9fff])[不唔冇](?P=v4)|第1\S\S?几点|几个[?。]*$|"
    r"\b(?:is|are|do|does|will|can|could|may) (?:there|you|it|the|i|we|they|my)\b.{3,}[?]$"
)
# «Depends who is free» is undecided, and asks nothing.
UNDECIDED = compiled(
    r"\bdepends\b|\bdunno\b|not sure|don't know|还没(?:定|商量|想|决定)|不知道|唔知|未知|不清楚|没定|"
    r"(?:^|[,，])(?:要|先)?(?:睇|看)下(?!.*(?:哪|谁|多少|几))|睇下\S{1,3}[不唔]|要(?:看|问)一?下|"
    r"看\S{1,5}(?P<v9>[来能去有])(?:不|没)(?P=v9)|看(?:当天|"
    r"到时候?|情况|大家)?谁"
)
# A text that names facts may speak of a topic without asking about it: the clause must be a question.
ASKS = compiled(
    rf"{_ASKED}|(?:{_TOPICS})[^,。!;\n]{{0,14}}(?:吗|么|呢|嘛|[?])|"
    rf"(?:有没有|有冇|有无|是否|请问|想问)[^,。!;]{{0,10}}(?:{_TOPICS})"
)
QUESTION = compiled(
    rf"{_ASKED}|机器人|\b(?:a|you) (?:ro)?bot\b|(?:{_TOPICS})(?!.*(?:以内|超过|预算|左右|上下|打算|准备|"
    rf"\d+万|[一二三四五六七八九十百千]+万)(?!.*(?:吗|么|[?])))|什么(?!时候都|时候也|都)|啥(?!都|时候都)|"
    rf"怎么|怎样|如何|(?P<v3>[\u3400-\u9fff])[不唔](?P=v3)|哪(?!天|个时间|个都|都|一天)|几(?:时|多)|能不能|"
    rf"可不可以|可唔可以|可否|咩|乜|吗|没(?:有)?[?]?$|是否|是不是|有没有|有无|有冇|嘛\?|呢\?|么\?|[?]|"
    r"\b(?:what|where|how(?! about)|which|who|whose|when|is (?:the|it|this|that)|are (?:you|the|we)|"
    r"can (?:you|i|we)|could (?:you|i|we)|do (?:i|we|you|the|they|all|your)|does|will (?:you|there|it))\b"
)
# «可以吗» asks for the visit itself.
ONLY_REQUEST = compiled(
    series(
        r"香港|澳门|台湾|海外|国外|外地|电话|手机|号码|那|您|你|侬|伐|们|看|这样|这个|时间|就|请问|麻烦|帮|我|能|"
        r"能不能|可以|可唔可以|可不可以|行|好|得|ok|"
        r"okay|方便|"
        r"不|唔|吗|么|嘛|呢|啊|呀|吧|安排|约|预约|订|来|去|过去|过来|嚟|怎么样|如何|please|is that|"
        r"would that|"
        r"does that|will that|can we|could we|can i|work|be|possible|fine|for you|alright|all right|good|"
        r"that|it|"
        r"[\s,.。!?~]"
    )
)
# A greeting, or the wish to book, is no question although it is put as one.
WISH = compiled(
    r"\b(?:book|arrange|schedule|make|reserve|set up|organi[sz]e|fix)\b.{0,20}\b(?:visit|viewing|"
    r"appointment|booking|tour|slot|time|table|showing)\b|"
    r"(?:想|要|能|可以|帮我|麻烦|怎么|如何|点样)(?:.{0,6})(?:预约|约个|约一|订个|book|约时间|看房|睇楼|"
    r"看楼|参观)|^(?:你好|您好|hi|hello|hey|在|有人)?[,. ]*(?:在|有人|有人在)(?:吗|么|嘛)|听得到吗|收到吗|"
    r"anyone home|^喂+|how are you|anyone there|anybody there"
)
SEES = compiled(
    r"\b(?:can|could|may) (?:i|we) (?:come|pop|drop|go)(?: by| over| in| and| to| round)* (?:see|view|look|visit)\b|"
    r"^(?:i|we)(?:'d| would| should)? (?:like|love|want|wish) to (?:see|view|visit|look|come)(?!.*[?])|"
    r"^(?:我们?|我哋)?(?:想|要|想要)(?:去|来|先)?(?:看|睇|参观|了解)(?!.*(?:吗|[?]|多少|几|怎么|什么|哪))"
)
BOOKS = compiled(
    r"怎么(?:预)?[约订]|点样?(?:预)?约|预约|约(?:个|一)?(?:时间|看|睇|下)|示范单位|样板(?:房|间)|订(?:个)?(?:时间|位)|"
    r"想(?:来|去|过去|过来)?(?:看看?|参观|睇)|看(?:看)?(?:房|楼|样板)|睇(?:睇)?(?:楼|房)|"
    r"\b(?:book(?:ing)?|reserve|appointment|visit(?:ing)?|viewing|schedule|come (?:and )?(?:see|look|view|visit)|"
    r"have a look|see the (?:show ?flat|apartments?|homes?|project))\b"
)
# «我的预约», «when is my visit?»: what somebody has booked.
MINE = compiled(
    r"(?<!帮)(?<!请)我(?:的)?(?:预约|预定|约)(?:呢|在|是|了|情况|信息|记录|时间|几|什么|$|[?,。!])|"
    r"我(?:的|嘅|个)(?:预约|预定|booking)|(?:预约|订|确认)码|我的码|\bwhat(?: was|'s| is) my (?:booking )?code\b|"
    r"\bmy (?:booking )?code\b|预约(?:成功|好|到|上)(?:了|咗)?(?:吗|么|没|未)|"
    r"(?:约|订)(?:好|到|上|成)?(?:咗|了)?(?:未|没有?|冇)[呀啊吗?? ]*$|(?:查|看|睇)(?:一?下|看)?我(?:的)?预约|(?:几点|"
    r"几时|几号|哪天|哪日|什么时候)(?:钟)?来着|"
    r"(?:约|订)(?:咗|了|的|嘅)(?:是|系)?(?:几点|几时|几号|哪天|哪1?日|边日|边1?天|什么时候)|"
    r"\b(?:when|what time|what day|which day) (?:was|is) (?:it|that)(?: again)?\b|"
    r"\b(?:when|what|what time|what day|which day) (?:did|have) (?:i|we) (?:book|choose|chosen|say|pick)|"
    r"\bremind me (?:when|what time|of)\b|\bwhat time (?:was|is) (?:my|our)\b|"
    r"\b(?:my (?:booking|appointment|visit|reservation)|when (?:is|was) my|"
    r"do i have (?:a|an) (?:booking|appointment))\b"
)
LANGUAGES = {
    "en": compiled(
        r"(?:说|讲|用|转|换|切换)(?:成|到)?(?:英文|英语)|"
        r"\b(?:in english|english please|(?<!staff )(?<!they )(?<!anyone )(?<!anybody )(?<!someone )speak english|"
        r"switch to english)\b|^english[.!?]?$"
    ),
    "zh_Hans": compiled(
        r"(?:说|讲|用|转|换|切换)(?:成|到)?(?:简体|简体中文|普通话|国语|中文)|"
        r"^(?:简体|简体中文|中文|普通话)[.。!]?$|\b(?:in|speak|switch to) (?:simplified )?(?:chinese|"
        r"mandarin)\b|^(?:chinese|mandarin)(?: please)?[.!?]?$"
    ),
    "zh_Hant": compiled(
        r"(?:说|讲|用|转|换|切换)(?:成|到)?(?:繁体|繁体中文|广东话|粤语|白话)|"
        r"^(?:繁体|繁体中文|广东话|粤语)[.。!]?$|\b(?:traditional chinese|cantonese)\b"
    ),
}
