"""Numbers that are no answer to any question of a booking: prices, floors, areas, years, ages, durations."""

from bot.understanding.text import compiled, compiled_at_words
from bot.understanding.unread import Unread

_NUMBER = r"[\d百千万亿.,]{1,12}"
_OTHER_NUMBERS = compiled_at_words(
    # Prices and shares.
    rf"[¥$€£] ?{_NUMBER}(?:[kmw]|万)?(?:/| per )?(?:平米|平方|平|sqm|sq ?ft|month)?|"
    rf"(?:rmb|hk\$|hkd|usd|cny) ?{_NUMBER} ?(?:k|m|million|mio)?\b|"
    rf"(?:\d(?:{_NUMBER})?|几|多少)(?:来|多|几)?(?:百万|千万|[万亿千百]|块|元|折|%|w\b|k\b)(?:块|元|左右|"
    rf"以内|预算)?"
    r"(?:1|一|每|/)?(?:个?平(?:米|方)?|尺|呎|m2)?|"
    rf"\d(?:{_NUMBER})? ?(?:million|mil|mio|thousand|percent|per cent|dollars?|yuan|bucks|rmb|hkd|usd)\b|"
    # Areas, rooms and floors.
    rf"(?:\d(?:{_NUMBER})?|几|多少)(?:来|多|几)? ?(?:个?平(?:方|米)*|[尺呎坪]|m2|m²|sqm|"
    rf"sq\.? ?(?:m|ft|feet)|square (?:met\w+|feet))|"
    r"(?:少|多|漏|差|错)(?:打|写|了)*\d位|\d位数|(?:上|前|下)1(?:题|步|个?(?:问题|画面)|页|条)|\d+成(?!人)|"
    r"\d+ ?(?:室|房|居室?|卧室?|厅|卫|厨|阳台)(?:\d ?(?:厅|卫|阳台))*|"
    r"\d+[ -]?(?:bed(?:room)?s?|br|bath(?:room)?s?)\b|"
    r"(?:第|的)?\d+ ?(?:楼|层|栋|幢|座|单元|号楼|号院|弄|巷|期|批|届|套|间|户|梯|米|公里|km|分钟车程)|"
    r"\d+(?:st|nd|rd|th)?[ -](?:floor|storey|stop|phase|tower)s?\b|"
    r"(?:floor|tower|block|unit|phase|building|flat|level) \d+[a-z]?\b|"
    # Streets, lines, schools, years and ages.
    r"(?:路|街|道|大道|巷|村)\d+号?|\d+号(?:线|地铁|院|门|桌|馆|店|地块|别墅|户型|车位|公馆|出口|口)|"
    r"(?:[4-9]\d|3[2-9]|\d{3,})号|(?:no\.?|number|line|exit) ?\d+\b|"
    r"\d+ (?!on |at |in )(?:\w+ )?(?:road|street|avenue|rd|st)\b\.?|"
    r"(?<!\d)(?:小|高|(?<!年)初)[1-6](?=学|生|班|年|毕业|[,.。!?]|$)|\d+年级|(?:grade|year|class) \d+\b|"
    r"\d+(?:st|nd|rd|th) grade\b|\d+ ?(?:(?:岁|周岁)(?:多|半)?|年(?! ?\d)|年代|后(?=$|[\s,。!?、的一])|届)|"
    r"(?<!our )(?<!my )(?<!a )\d+ ?(?:years? old|yo\b|years?\b)|\bin (?:19|20)\d\d\b|"
    r"(?<!\d)(?:19)?[4-9]\d年\d{1,2}月(?:\d{1,2}[日号])?|\d+个月(?!后)(?:大)?|"
    r"(?<!our )(?<!my )(?<!a )(?<!\d)\d+ months? old|"
    r"\d+ ?(?:辆|部|台|架) ?车|\d+个?(?:车位|问题|方案|户型|选择|小区|楼盘|项目)|"
    r"\d+ (?:cars?|parking|questions?|options?)\b"
)
# How long something takes, not when it is.
_DURATIONS = compiled(
    r"(?:半|\d+)个?(?:半)?(?:小时|钟头)(?!后)|半个?小时|半个?钟|\d+个(?:半)?钟|\d+ ?分钟|(?<!点)\d+刻钟|"
    r"(?:half an hour|an hour|(?:(?<!\d)\d{1,2}|a few) ?(?:min(?:ute)?s?|hours?|hrs?)\b)(?! (?:past|to)\b)"
)
# «一共三点要问», «sat nav».
_NO_TIMES = compiled(
    r"[3两2]点水|4点底|(?:推迟|延迟|延后|推后|顺延|提前|迟|晚|早)(?:多|个)?[\d两几](?:日|天)(?!晚)|早几日|"
    r"(?:夜晚|晚上|白天)先?开机|"
    r"(?:have an?|enjoy your|enjoy the) (?:nice |good |great |lovely |wonderful )?(?:evening|afternoon|"
    r"morning|day|weekend)|"
    r"\d{1,2}点(?:要问|想问|要求|意见|建议|疑问|需求|问题)|\bsat ?-?nav\b|\d+ degrees|烧到?\d+度\S?"
)
_PLATES = compiled(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][·.・ ]?[a-z0-9]{4,6}[港澳学警]?"
)
_CALLS = compiled(
    r"\b(?:call|ring|phone|reach|text)(?: me| us)?(?: only)? (?:before|after|from) \d{1,2}(?::\d\d)? ?(?:am|"
    r"pm)?|"
    r"(?:早上|上午|中午|下午|晚上|夜晚)?\d{1,2}点(?:钟|半)?(?:之|以)?[前后](?:再|先|"
    r"才)?(?:比较)?(?:方便)?(?:打|来电|接电话|联系|"
    r"联络|听电话)|(?:别|不要|请勿)(?:在)?(?:早上|上午|中午|下午|"
    r"晚上)?\d{1,2}点(?:之|以)?[前后](?:打|来电)"
)
# «上周日我来过»: days that are past.
# «你们周一休息吗», which asks when the house is open.
_OPEN_DAYS = compiled(
    r"(?:逢)?(?:周|星期|礼拜)[1-6日天末](?:上午|下午|晚上)?(?:都|也|会|有)*(?:休息|开门|开放|营业|上班|放假|休假|"
    r"接待)(?:吗|么|不|没|冇|唔|嘛|㗎)|"
    r"\b(?:are|do) you (?:guys )?(?:open|closed?|work|working)(?: on| at)?(?: the)? (?:(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)days?|weekends?)\b"
)
_PAST_DAYS = compiled(
    r"上(?:个)?(?:周|星期|礼拜|拜)[1-6日天末]|上次|上回|"
    r"\blast (?:week(?:end)?|time|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?! (?:of|in)\b))"
)
_GREETINGS = compiled(
    r"今[天日](?=天气|天氣|心情|真|好(?:热|冷|累|忙)|很|太)|(?:早上|上午|中午|下午|晚上)好(?!了|的|吗|像|"
    r"不)|早安|午安|晚安|"
    r"^早晨(?![0-9a-z\u3400-\u9fff])|good (?:morning|afternoon|evening|day|night)"
)
# Days on which the writer does something else than visit, and no single day.
_OTHER_DAYS = compiled(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|"
    r"\b(?:plane|flight|train)\b[^.!?;]{0,25}?\b(?:leaves|is|goes|departs)(?: on)? (?:tomorrow|(?:mon|tues|"
    r"wednes|thurs|fri|satur|sun)day)|"
    r"(?:今天|明天|后天|大后天|今晚|明晚|后晚|(?:周|星期|礼拜|拜)[1-6日天]|听日)(?:早上|上午|中午|下午|晚上|"
    r"1早)?(?:我们?)?(?:就)?"
    r"(?:的(?:飞机|高铁|火车|航班)(?:就)?(?:要)?(?:走|回|飞)?|(?:要)? ?(?:fly|飞) ?back)|"
    r"(?:今天|明天|后天|今晚|明晚|(?:周|星期|礼拜|拜)[1-6日天]|听日)(?:早上|上午|中午|下午|晚上|"
    r"1早)?(?:我们?)?(?:的(?:飞机|高铁|火车|航班)(?:就)?|就|就要|要|得|就得|的飞机)(?:走|离开|"
    r"[回飞返](?:武汉|上海|北京|香港|台[北湾中南]|广州|老家|国|美国|英国|加拿大|澳洲|新加坡|"
    r"\S{2}(?=[,，。了]|$))?去?)|(?:周|星期|礼拜|拜)[1-6日天](?:上机|坐飞机|飞返)|"
    r"(?:leav(?:e|ing)|fly(?:ing)?|go(?:ing)? (?:home|back)|back home|head(?:ing)? (?:home|back))(?: home|"
    r" back| out| town)*(?: on| by)? (?:tomorrow|tonight|today|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: morning| afternoon| evening| night)?"
)


def take_not_facts(unread: Unread) -> None:
    """Take what looks like a day, an hour or a number of guests, and is none."""
    for pattern in (
        _NO_TIMES,
        _PLATES,
        _CALLS,
        _PAST_DAYS,
        _OPEN_DAYS,
        _GREETINGS,
        _OTHER_DAYS,
        _OTHER_NUMBERS,
        _DURATIONS,
    ):
        unread.take_all(pattern)
