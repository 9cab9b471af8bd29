"""What a question is about, of the things a house is asked before a visit: patterns, and their order."""

from enum import StrEnum

from bot.understanding.spelling import well_spelled
from bot.understanding.text import compiled, folded


class Topic(StrEnum):
    """What is asked about. DATA: why a name or a number is asked for. HOMES: what is on offer. SOLD: how much of it is
    left. GUESTS: who may come, and how many. NOTICE: how long before a visit it must be booked. CHARGE: whether a
    visit, or cancelling it, costs anything. US: who answers."""

    DATA = "data"
    US = "us"
    NOTICE = "notice"
    PARKING = "parking"
    CHARGE = "charge"
    PLACE = "place"
    HOURS = "hours"
    DURATION = "duration"
    BRING = "bring"
    GUESTS = "guests"
    PETS = "pets"
    RECEPTION = "reception"
    LOAN = "loan"
    SOLD = "sold"
    PRICE = "price"
    HOMES = "homes"


_DATA = r"(?:名字|姓名|姓(?=[吗呢啊?]|$)|电话|手机|号码|称呼|联系方式|个人信息|个人资料|资料)"
_CHANGE = r"(?:取消|cancel|改期|改时间|改约|预约|参观|看房|睇楼|爽约|不来)"
_CHANGE_LATIN = r"(?:cancel\w*|moving|resched\w*|booking|visits?|viewings?|appointments?)"
# In folded texts, the more particular before the more general.
_PATTERNS = {
    Topic.DATA: compiled(
        r"(?:要|拿|攞)(?:这个|这些|来|嚟|呢个)?(?:干嘛|干吗|做咩|做乜|做什么|有什么用)|\bwhy (?:do |would )?(?:you|"
        r"u) (?:need|want|ask)(?: for)?(?: it| that| this)?[?! ]*$|"
        rf"(?:为什么|为何|为啥|干嘛|干吗|点解|凭什么|怎么还?要|非要|一定要|必须|必需|要不要|系咪要).{{0,8}}{_DATA}|"
        rf"{_DATA}.{{0,8}}(?:干嘛|干吗|干什么|做什么|做咩|做乜|什么用|用来|为什么|点解|会不会|泄露|外泄|安全吗|给别人)|"
        r"会不会.{0,6}(?:骚扰|推销|泄露|打电话)|(?:骚扰|推销)电话|"
        r"\bwhy\b.{0,30}\b(?:name|number|phone|mobile|details|contact)\b|"
        r"\b(?:what|how)\b.{0,25}\bmy (?:name|number|phone|data|details)\b|"
        r"\b(?:must|have to|need to|should) (?:i )?(?:give|leave|share)\b.{0,12}\b(?:name|number|phone)|"
        r"\b(?:spam|privacy|sell my|pass on my)\b"
    ),
    Topic.PETS: compiled(r"宠物|(?:带|抱|牵).{0,6}(?:狗|猫)|狗狗|\b(?:dogs?|cats?|pets?|pupp(?:y|ies))\b"),
    Topic.GUESTS: compiled(
        r"(?:最多|可以|能|可唔可以|可不可以)(?:来|带|去|嚟)?(?:几|多少)(?:个)?(?:人|位)|(?:几|多少)(?:个)?(?:人|"
        r"位)(?:可以|能)|"
        r"(?:可以|能|可唔可以|可不可以|能不能)带(?:小孩|孩子|小朋友|细路|老人|朋友|家人)|"
        r"\bhow (?:many|much) (?:people|persons?|guests|of us)\b|\b(?:can|may|could) (?:i|we) bring (?:my |our |the |"
        r"a )?"
        r"(?:kids?|children|family|friends?|parents|baby)\b"
    ),
    Topic.US: compiled(
        r"\bwho am i (?:talking|speaking|chatting)\b|^机器人|^机械人|你谁|(?:您|你)(?:是)?哪位|你边位|边位啊|"
        r"\bwho(?:'s| is| dis| are u) ?(?:this|that)?\b(?=$|"
        r"[?! ]*$)|(?:是|"
        r"系)(?:不是|唔系|咪)?(?:一?个)?(?:机器人?|机械人|ai\b|人工智能|真人|活人|自动回复)|系咪(?:机械|机器|真|"
        r"(?:ro)?bot|ai\b)|"
        r"(?:真人|人工)还是|还是(?:机器|机械|ai|真人)|你(?:是|系)(?:谁|边个|哪位|什么|咩)|"
        r"(?:你们|你哋|这里|呢度|这)(?:是|系)(?:哪|边|什么|咩|乜).{0,3}(?:楼盘|项目|公司|地方|售楼处|中心)|"
        r"\b(?:are you|is this|is it|am i (?:talking|speaking|chatting) (?:to|with)|r u) (?:an? )?"
        r"(?:real|human|(?:ro|chat)?bot|machine|person|ai|automatic|automated)\b|\bwho are you\b|"
        r"\bwhat(?: is|'s) this (?:place|project)\b"
    ),
    Topic.NOTICE: compiled(
        r"提前(?:多久|几天|多少天|几耐)|(?:多久|几天|几耐)(?:之?前|以前)|(?:今天|今日|当天|即日).{0,6}(?:可以|能|"
        r"得).{0,4}(?:吗|么|唔|不)|"
        r"\bhow (?:far|long|early|much notice)\b.{0,16}\b(?:advance|ahead|before|notice|book)\b|\bsame day\b"
    ),
    Topic.PARKING: compiled(
        r"停车|泊车|车位|充电(?:桩|位)|停.{0,3}(?:辆|台|部).{0,2}车|车.{0,3}停|\bpark(?:ing)?\b|\bcar ?park\b|\bvalet\b"
    ),
    Topic.CHARGE: compiled(
        rf"{_CHANGE}.{{0,10}}(?:收费|收钱|要钱|给钱|费用|付费|付钱|扣(?:钱|费|款)|违约|罚|定金|订金|押金|免费|影响|"
        rf"损失)|"
        rf"(?:收费|免费|要钱|罚款|扣钱|定金|订金).{{0,8}}{_CHANGE}|"
        r"(?:要|得|需要|使唔使|用不用).{0,4}(?:定金|订金|押金|门票|入场费)|^is (?:it|this|the visit|that) free\b|"
        r"^(?:你们|你哋|这个?|那|请问|是|系|会|要|使唔使|,| )*(?:收费|免费|收钱)|"
        r"取消.{0,8}(?:还能|还可以|能不能|可唔可以|可不可以|仲可以).{0,4}约|"
        rf"\b(?:fees?|charges?|charged|cost|penalt\w+|deposit)\b.{{0,30}}\b{_CHANGE_LATIN}\b|"
        rf"\b{_CHANGE_LATIN}\b.{{0,30}}\b(?:fees?|charges?|charged|penalt\w+|deposit|for free|free of charge)\b|"
        r"\b(?:will|do|would|can) (?:i|we) lose\b|\b(?:can|could) (?:i|we) (?:still )?(?:book|come) again\b"
    ),
    Topic.PLACE: compiled(
        r"(?:找|揾)(?:不|唔)到|迷路|\bcan'?t find\b|"
        r"地址|(?:在|喺)(?:哪|边)(?:里|儿|度)?|怎么(?:走|去|过去|到|坐|来|搭)|(?<![早晚快慢迟一1有])点(?:去|样去|搭|"
        r"嚟|过来)|位置(?:在|喺|呢|[?])|什么位置|导航|"
        r"路线|地铁|港铁|捷运|公交|巴士|几号线|哪一?站|多远|远不远|远唔远|(?:走路|开车|过去|坐车|车程|"
        r"过来).{0,6}(?:多久|几耐)|"
        r"\b(?:where (?:are you|is it|is the|exactly|are u)|address|directions|locat(?:ed|ion)|whereabouts|metro|"
        r"subway|mtr|bus|train|station|how far|how (?:do|can|would) (?:i|we) (?:get|reach|find|come)|"
        r"how to (?:get|reach|find|come)|get(?:ting)? there)\b"
    ),
    Topic.HOURS: compiled(
        r"几[点时](?:才)?(?:开|关|上班|下班|收|打烊|营业|放工|休息|结束)|营业时间|开放时间|接待时间|"
        r"\bwhat time (?:do |does |are |is )?(?:you |it |the \w+ )?(?:guys )?(?:open|close)\b|"
        r"最(?:晚|迟|早).{0,4}几[点时]|(?:开|接待|营业|做|到)到?几[点时]|"
        r"(?:周[一二三四五六日末]|星期|礼拜|节假日|春节|元旦|晚上|夜晚|中午).{0,4}(?:有?开|上班|营业|休息|接待|"
        r"放假)(?:门)?(?:吗|么|不|嘛|冇|唔)|"
        r"\b(?:opening (?:hours|times?)|what time (?:do you|are you) (?:open|close|start|finish)|"
        r"when (?:do|are) you (?:open|close)|are you open|how late|(?:latest|earliest) (?:time|hour|slot|visit|"
        r"appointment|i|we|you)|(?:until|till) (?:when|what time))\b"
    ),
    Topic.DURATION: compiled(
        r"多久|多长时间|几耐|要?几个?(?:小时|钟头|分钟)|\b(?:how long|how much time|take long|duration)\b"
    ),
    Topic.BRING: compiled(
        r"\bneed (?:a|the|my|any) (?:booking )?code\b|要(?:预约)?码吗|带(?:啲|点|些)?(?:什么|啥|咩|乜|身份证|证件|"
        r"资料|材料)|"
        r"(?:身份证|证件|资料|材料).{0,4}(?:吗|么|带|要不要)|"
        r"(?:要|需要|使唔使).{0,3}(?:证件|身份证)|准备(?:什么|啥|咩)|穿(?:什么|啥|咩)|着(?:咩|乜)衫|着装|"
        r"\b(?:what\b.{0,20}\bbring|bring (?:anything|something|any documents?|my (?:id|passport))|documents?|"
        r"passport|id card|my id|dress code|what (?:should|do) (?:i|we) (?:wear|prepare|need))\b"
    ),
    Topic.RECEPTION: compiled(
        r"(?:谁|边个|哪位|哪个(?:顾问|销售|人)).{0,4}(?:接(?:待|我)|带我|陪|招呼|负责)|(?:有|会)(?:没有)?(?:人|专人|"
        r"顾问)(?:接待|带|陪|讲解)|"
        r"\bwhich (?:agent|consultant|person|sales\w*)\b|\bwho (?:will|is going to|would) (?:meet|receive|show|"
        r"welcome|see|be)\b"
    ),
    Topic.LOAN: compiled(
        r"首付|贷款|按揭|月供|公积金|房贷|利率|\b(?:mortgages?|loans?|down ?payment|instal?lments?|interest rates?)\b"
    ),
    Topic.SOLD: compiled(
        r"卖(?:得)?(?:完|光|剩|了多少)|售罄|(?:剩|有)(?:几|多少)套|还有房|\bsold out\b|\bhow many (?:units|flats|"
        r"homes|apartments)?"
        r" ?(?:are )?(?:left|sold)\b|\bstill for sale\b"
    ),
    Topic.PRICE: compiled(
        r"价|多少钱|几多钱|几钱|贵[不吗么唔]|折扣|优惠|打折|几折|多少(?:1|一)?(?:平|呎|尺|万)|"
        r"几多1?(?:呎|尺|万)|管理费|物业费|税费|"
        r"\b(?:prices?|pricing|costs?|how much|discounts?|fees?|expensive|"
        r"budget)\b"
    ),
    Topic.HOMES: compiled(
        r"\b(?:be|is it|are they) (?:finished|completed|ready|built)\b|"
        r"户型|间隔|几房|[1-6一二两三四五六]房|几室|[1-6一二两三四五六][室居]|面积|多大|平米|平方|呎|尺|精装|毛坯|"
        r"装修|朝向|楼层|"
        r"几层|几栋|几多座|现房|期房|现楼|楼花|交楼|交房|入伙|产权|样板|示范单位|别墅|洋房|复式|平层|公寓|房源|单位|"
        r"得房率|"
        r"容积率|绿化|景观|江景|海景|湖景|产品|什么房|楼盘|"
        r"\b(?:bed ?rooms?|floor ?plans?|layouts?|square|sq ?ft|sqm|villas?|penthouses?|duplex(?:es)?|show ?flats?|"
        r"units?|apartments?|homes|flats|handover|freehold|furnish\w+|balcon\w+)\b"
    ),
}


def topic_of(text: str) -> Topic | None:
    """What a question is about; None where it is about something else."""
    said = well_spelled(folded(text))
    return next((topic for topic, pattern in _PATTERNS.items() if pattern.search(said)), None)
