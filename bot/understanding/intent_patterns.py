"""What people say when they want something, besides the facts of a booking: patterns, no logic."""

from enum import StrEnum

from bot.understanding.text import compiled


class Intent(StrEnum):
    """What a text asks for or says, besides the facts of a booking."""

    YES = "yes"
    NO = "no"
    MOVE = "move"
    CANCEL = "cancel"
    ARRIVED = "arrived"
    LATE = "late"
    WALK_IN = "walk_in"
    RESTART = "restart"
    BACK = "back"
    HUMAN = "human"
    ERASE = "erase"
    WHY_APPOINTMENT = "why_appointment"
    OUT_OF_TOWN = "out_of_town"
    FULL = "full"
    QUESTION = "question"
    COMPLAINT = "complaint"
    THANKS = "thanks"


# In folded texts (``text.folded``), the more particular before the more general.
_SAID = {
    Intent.COMPLAINT: (
        r"骚扰|答非所问|破机器人|什么破|忽悠|白(?:站|等|排|来)(?:了|半|一|两|几|成)|跳针|很瞎|"
        r"有够(?:烂|差|慢)|(?:没|冇)(?:有)?(?:人)?(?:招呼|礼貌)|唔掂|好hea|乱来|shocking|nobody attended|"
        r"no one attended|\bappalled\b|\bscam\b|态度\S{0,3}差|(?<!怕)(?<!免得)(?<!会)(?<!别)白跑|害我|"
        r"晾(?:在|着|了)|失望|搞乜|烦住|(?:没|冇)(?:1|一)?(?:个)?人(?:理|接待|管)|really poor|"
        r"nobody was there|no one (?:was|came)|别再(?:打|发)|唔好再(?:打|发)|\bcomplain|投诉|举报|差评|"
        r"太差|很差|好差|极差|真差|不满意?|气死|离谱|好蠢|太蠢|真蠢|智障|破(?:玩意|东西|系统)|"
        r"(?:问|讲|说)(?:了)?(?:三|几|好多|N|n|多少)(?:遍|次)|唔明|垃圾|没用的|浪费(?:我)?时间|"
        r"态度(?:也太|太|好|很|真|恶劣|差|\S{0,2}差)|意见要提|提(?:个|点|些)?(?:意见|建议)|"
        r"(?:等|排)了?(?:快|差不多|足足|半|\d|[一二两三])*(?:个|天|小时|分钟|钟头|钟)+(?:都|还|也)?没|"
        r"没人理|不理人|(?:被|放)鸽子|没人接待|什么服务|什么态度|骗人|"
        r"\b(?:sucks?|rubbish|stupid|pathetic|keeps asking|rude|unacceptable|terrible|awful|useless|"
        r"hopeless|waste of (?:my )?time|disappointed|disgraceful|appalling|ridiculous|worst|unhappy with|"
        r"not happy with|poor service|bad service|disgusted|ignored us|kept (?:us|me) waiting|"
        r"nobody (?:called|answered|greeted))\b"
    ),
    Intent.ERASE: (
        r"(?:个资|资料|姓名|名字|个名|电话)\S{0,8}(?:全部|通通|统统)?(?:删除|清除)|"
        r"(?:delete|del|删)咗?我\S{0,3}(?:名|电话|资料)|名单\S{0,4}(?:拿掉|去掉|删|移|除名)|"
        r"(?:资料|信息|记录|数据)\S{0,14}(?:清|删|拿|抹)(?:掉|了|晒)|\bdel(?:ete)?\b.{0,8}资料|"
        r"(?:删除?|清除|抹掉|抹去|注销|清空|销毁|移除|刪)(?:掉|了)?(?:我|所有|全部|本人|你们|"
        r"你哋)?.{0,8}(?:资料|信息|数据|记录|账号|号码|电话|个人|个资|嘢)|"
        r"(?:资料|信息|数据|记录|号码|电话).{0,8}(?:删|清除|抹|销毁)|"
        r"(?:别|不要|唔好)再?(?:保存|保留|留着|照去|照常|^保留|存)我|忘(?:记|掉|了)我|"
        r"\b(?:delete|erase|remove|wipe|forget)\b.{0,30}\b(?:data|info(?:rmation)?|details|records?|"
        r"account|number|me|everything)\b|right to be forgotten|\bgdpr\b"
    ),
    Intent.HUMAN: (
        r"(?:跟|和|同|与|找|揾|叫|请|让|要|换)(?:你们|你哋)?(?:的|嘅|个|位)?(?:经理|主管|负责人|领导|"
        r"专人|职员)(?!介绍|推荐|电话)|(?:职员|同事|顾问|销售)\S{0,4}(?:覆|回复|联系|联络)(?:一?下)?我|"
        r"(?:有冇|有没有|有无)(?:职员|客服|人)\S{0,4}(?:覆|回|接)|"
        r"人工(?!湖|智|费|草|沙)|真人(?!还是)|活人|(?:请|安排|派)(?:一)?(?:个|位|名)?(?:工作人员|客服|"
        r"专员|同事|职员)|(?:转|找|叫|"
        r"接|换)(?:个|一?位|一?下)?(?:人(?!工)|客服|专员|同事|工作人员|接线员"
        r"|话务员)|(?:跟|和|同|与)(?:个)?(?:人|真人|客服|工作人员|职员)(?:聊|说|讲|倾|谈|沟通)|(?:打|"
        r"给)(?:个)?电话给我|(?<!不用)(?<!唔使)(?<!唔好)(?<!不要)(?<!别)(?:给|畀)我(?:打|回)(?:个)?电话|"
        r"(?<!不用)(?<!唔使)(?<!唔好)(?<!不要)(?<!别)(?:打|回)(?:个)?电话(?:给|畀)我|"
        r"(?:叫|请|让)人(?:打|联系|回)|能不能(?:有)?人(?:来)?(?:接|回)|机器人(?=.{0,8}真人)|(?:不想|"
        r"唔想)(?:跟|和|同)机器|客服(?!热线)|\b(?:operator|human|real person|agent please|representative"
        r"|live (?:agent|person|chat)|a person|someone real|real human|call me(?: back)?\b(?! (?:on|at|"
        r"mr|mrs|ms|miss|\w+ing)\b)(?=$|[\s,.!?]*(?:please|back|now|asap|when|instead|$))|(?:speak"
        r"|talk|chat)(?:ing)? (?:to|with) (?:a|an|some|the|your)|speak to someone|(?:connect|put|"
        r"transfer|patch) me (?:through|to|over)|customer service|"
        r"reception please|are you a (?:bot|robot))\b"
    ),
    Intent.WALK_IN: (
        r"(?:楼下|门口|闸口|大堂|前台|大厅|喺度|这里|这边)[^过]{0,8}?(?:没有?|冇|未|无)(?:提前)?(?:预约|约|"
        r"预定|订|book)|随到随|不约\S{0,4}(?:直接|随|就来|来看)|"
        r"(?:没|冇|未)(?:有)?(?:预)?约(?:的|嘅)(?:客|人|组)|"
        r"(?:没|冇|未)(?:有)?(?:预)?约[^过]{0,10}(?:放不放|放行|可唔可以入|能进|让进)|"
        r"(?:路过|经过|行过|逛到|附近)\S{0,16}(?:进来|进去|入来|入去|看看|参观|睇)|"
        r"直接(?:进|入)(?:去|来|嚟)?[^\s,]{0,4}(?:吗|么|行|参观|看)|"
        r"(?:没|冇|未)(?:有)?(?:预)?约过?[^,]{0,2},?(?:让|畀|能|给)?\S{0,2}(?:进|入)(?:不|唔|吗|么|去)|"
        r"(?:刚|来)(?:来)?了\S{0,6}(?:没|冇|未)(?:有)?(?:预)?约|"
        r"(?:没|冇)(?:有)?book.{0,12}(?:可以|可唔可以|能|行|得|入|进|睇|看)|"
        r"(?:没有?|冇|无|未)(?:提前)?(?:预约|约|预定|订)(?!成|上|满|过).{0,20}(?:直接|可以|能|行|得|进|来|"
        r"看|门口|到|怎么办|过)|(?:门口|到了|在楼下|现场|路过|经过|附近|喺度).{0,12}(?:没有?|冇|未|"
        r"无)(?:提前)?(?:预约|约|订)|(?:不|唔|免)(?:用)?(?:提前)?预约.{0,6}(?:可以|能|行|得|直接|来|进|吗)|"
        r"直接(?:过来|来|上门|去|过去|嚟|上来)(?:看)?(?:可以|行|能|得|吗|好|ok)|"
        r"现在(?:就)?(?:能|可以|想|过来|来|去).{0,6}(?:看|来|进|吗)|即刻(?:嚟|过嚟)|walk[- ]?in|"
        r"(?:without|no|don't have|haven't got|didn't make|not got)(?: an?| any)? (?:appointment|booking|"
        r"reservation)|just (?:turn|show|drop|pop|come|walk|stop)(?: up| by| in| over| round)+|"
        r"(?:can|could|may) (?:i|we) (?:just )?(?:come|pop|drop|walk|stop|see|look)(?: in| by| over| round|"
        r" around)?(?: it)? (?:right )?now|(?:passing by|in the area|nearby|around the corner|"
        r"outside).{0,40}(?:pop in|come in|drop (?:in|by)|look around|have a look|let me in)"
    ),
    Intent.CANCEL: (
        r"(?:看房|睇楼|预约|那个约|约好的)\S{0,8}退(?:了|掉|咗)|(?:唔|不)约(?:了|喇|啦)|"
        r"^(?!.*\b(?:resched|postpone|move|push)).*something(?:'s| has)? c[ao]me up|"
        r"(?<!不)(?<!别)(?<!唔使)(?<!唔好)(?<!万一约了又)取消(?!不了|的话|了?(?:要|会|需要|收|扣))|"
        r"(?<!同事)(?<!朋友)(?<!太太)(?<!老公)(?<!老婆)(?<!先生)(?<!他们)(?<!老人)(?<!孩子)(?<![他她爸妈哥"
        r"姐弟妹爷奶公婆人])(?:去|来|嚟|走)不(?:成|了)|到不了(?!.*(?:晚|迟|分钟|小时))|"
        r"(?<!同事)(?<!朋友)(?<!太太)(?<!老公)(?<!老婆)(?<!先生)(?<!他们)(?<!孩子)(?<!小孩)(?<!女儿)(?<!儿"
        r"子)(?<![他她爸妈哥姐弟妹爷奶公婆人友])(?:不(?:去|来|过去|过来)(?:了|啦|看了|吧)|"
        r"唔(?:嚟|去|来)(?:喇|啦|了))|(?:嚟|去|来)唔(?:到|成|切)|"
        r"(?:没法|没办法|无法|不能)(?:去|来|到|赴约|过去|过来|前来)|"
        r"(?:退|撤|作废)(?:掉|了)?(?:预约|约|预定)|(?:预约|约)(?:作废|撤|退|不要)|"
        r"(?:不想|唔想)(?:去|来|看|嚟)了|放弃预约|\bcancel|\bcall (?:it )?off\b|"
        r"can(?:'t|not|’t) (?:make it|come|attend|be there)(?! (?:at|before|until|till|on|today|tomorrow|"
        r"then).{0,30}(?:can|could|how about|instead))|"
        r"won'?t (?:be able to (?:come|make)|make it|be coming|come)|"
        r"(?:not|no longer) (?:going to )?(?:coming|come|able to (?:come|make it))|"
        r"unable to (?:make|come|attend)|have to (?:drop|skip) (?:it|the visit)"
    ),
    Intent.MOVE: (
        r"缓(?:几|两|一)?(?:天|日|缓)|(?:时间|预约|日子|约)\S{0,6}想?改一?下|改(?=\d{1,2}[/月.]\d)|(?:换"
        r"|改)(?:一|另外?一?|第二)(?:天|日)(?!都)|"
        r"\bmove (?:my|the|our|it)\b|改(?:做|成|到|去)(?=.{0,4}(?:后日|听日|今日|听晚))|改(?:到|期|时间|"
        r"日子|时段|个时间|個時間|约|"
        r"签|去|在|天再?约|一?下(?:时间|预约|日子))|(?:改|换|"
        r"调)(?:成|为|做)(?=.{0,6}(?:号|点|周|星期|礼拜|明|后天|上午|下午|早上|晚上|月|听日|拜))|往(?:后"
        r"|前)(?:推|挪|移|延|调)|(?:挪|"
        r"换|推迟|延|移|调|提前|押后|顺延|搬|延后|推|提早|推后|延期|改動|改动)(?:到|至|去|一?下|(?:一|两"
        r"|几|\d)?(?:天|个小时|小时|周|点))|(?:换|调|挪)(?:个|一个|另)?(?:时间|日子|时段|天)|延期|推迟|"
        r"延后|重新(?:约|安排)(?:个)?(?:时间)?|另约|改日子|"
        r"(?:能|可以|可唔可以|可否|可不可以)(?:再)?(?:早|晚|提前|推迟|推后)(?:一|几|两|\d)?(?:点|些|天|"
        r"个小时|小时)(?!到)|\bresched|\bprepone|\bpostpone|\bre-?arrange|\b(?:push|move|shift|switch|"
        r"swap|bring|"
        r"change)\b.{0,45}\b(?:to|until|till|forward|back|from|earlier|later|by)\b(?!.{0,8}(?:people|"
        r"guests|person|of us))|"
        r"\bchange (?:my |the |our )?(?:appointment|booking|time|date|visit|slot|hour|day)\b|(?:another|"
        r"different) (?:time|day|date|slot|hour)\b|\b(?:earlier|later) (?:slot|time|hour)\b|new (?:time|"
        r"date)\b"
    ),
    Intent.LATE: (
        r"(?:迟|晚)一(?:些|点)(?:到|来)|(?:得|会|要|可能|估计)[^,.]{0,8}(?:迟|晚)一(?:些|点)|"
        r"(?:三|3|\d|[一二两三四五六七八九十])点\S{0,3}到不了.{0,6}(?:晚|迟)|^晚点\S{0,20}分钟|"
        r"\brunning (?:about |around )?\d+ late|堵车|塞车|塞紧|堵(?:在|得|死)|"
        r"(?:迟|晚|慢)(?:到|来|过来|个|大概|约|大约|差不多|可能|多|左右|会)*(?:半|几|十几|"
        r"[\d一二两三四五六七八九十]+)个?(?:来|多)?(?:分钟|分(?!店)|刻钟|小时|钟头|个字|钟)|迟到|晚到|"
        r"迟啲(?!先|再|俾|畀|给)|迟少少|(?<![今明昨听])晚(?:一)?(?:点|些|会)(?:儿)?(?:到|来|过)|"
        r"(?:会|要|得|可能|估计)(?:稍|略)?(?:晚|迟)(?:一)?(?:点|些|会|啲)?(?:儿)?(?:$|[\s,.。!~了])|"
        r"(?<!再不看)(?<!再不来)(?<!再不买)来不及|赶不(?:上|及)|嚟唔切|"
        r"(?:还|仲)(?:有|要)\S{0,6}分钟(?:到|才|左右)|(?:稍|略)(?:晚|迟)|误点|晚点了|"
        r"\b(?:reach|come|coming|there) (?:a bit |very |abit )?late\b|"
        r"\b(?:running|be|am|i'm|we're|bit|little|arrive|arriving|mins?|minutes|hour|"
        r"going to be) (?:a (?:bit|little|tad) |about |around |roughly |some |"
        r"like )?(?:(?:\d+|ten|five|fifteen|twenty|thirty) ?(?:min\w*|hours?) |half an hour |"
        r"an hour )?(?:late|behind|delayed)\b|\blate by\b|\bstuck (?:in|on|at|behind)\b|\btraffic\b|"
        r"\bdelayed\b|\bheld up\b"
    ),
    Intent.ARRIVED: (
        r"停好(?:车|了)|在(?:大厅|大堂|接待台|前台|门厅|沙发)(?!见|等)|到齐|报到|已?(?:进|入)场|"
        r"(?:到|喺|在)(?:了|咗)?(?:你们|你哋|大|小区)?(?:闸口|闸|岗亭)(?!见|等)|\bgot here\b|"
        r"\bat (?:the|your) (?:main |front |side |back |south |north |east |west )?(?:entrance|gate|door|"
        r"lobby|reception)s? (?:now|already|liao)|\b(?:i'm|i am|we're|we are) at (?:the|your) (?:main|"
        r"front|side|back|south|north|east|west) (?:entrance|gate|door)\b|\bmade it here\b|"
        r"\breach(?:ed)? (?:liao|already|the|your|at)|"
        r"\breach(?:ed)?\b.{0,12}\b(?:lobby|gate|door|guardhouse)|\breached\b(?! out)|"
        r"\b(?:just )?pulled up\b|(?<!等)(?:我|我们|我哋|人|客人|先生|女士|小姐|太太|总|已经|已|刚|都|啱啱|"
        r"刚刚)(?:已经?|都|就|刚刚?|啱啱)?(?:到|抵达)(?:了|咗|啦|喇|门口|楼下|咯|达|囉|啰|大门|停车场|现场|"
        r"案场|售楼处|(?<!就到)$)|^到(?:了|咗|啦|喇|咯|囉|啰|门口|楼下|$)(?!(?:门口)?我?再)|"
        r"(?:到|在|喺)(?:了|咗)?(?:你们|你哋|贵|售楼处|销售中心|营销中心|的|嘅|大|正|南|北|东|"
        r"西)*(?:[东南西北正侧后]门|门口|门岗|大门|楼下|大堂|停车场|停車場|前台|门外|岗亭)(?!见|等|集合|"
        r"会合|碰|我?再)|抵达|(?:人|客人)(?:已经)?(?:到|来)(?:了|咗)|来(?:了|咗)$|已到|到埗|"
        r"(?:^|[^迟遲晚找收看听想感买轮就])到(?:了|咗|喇|啦)+(?:$|[\s,.。!~])|"
        r"\b(?:i'm|im|i am|we're|we are|just|have|has|i've|we've|now|is|are) (?:now |just |"
        r"already )*(?:here|arrived|at (?:the|your) (?:gate|door|entrance|front|reception|lobby|car ?park|"
        r"parking|sales)|outside|downstairs|parked)\b|^(?:here|arrived|outside|at the gate)\b|\barrived\b|"
        r"(?:at|outside) the (?:gate|entrance|main gate|door)\b|^we(?:'re| are) here|pulled up"
    ),
    Intent.RESTART: (
        r"(?:从|由)(?:第?一步|最初|开头|第一个)|(?:走|填|问)一遍(?!没)|(?:刚才|之前)的?都?不算|"
        r"\bfrom scratch\b|重新(?:来|开始|填|预约|弄|再来)|由头(?:嚟|来)?过|重来|从头(?:来|开始|再)?|"
        r"重头(?:来|开始)|"
        r"再来一(?:次|遍)|重填|推倒重来|\bstart (?:again|over|afresh|from scratch)|\brestart\b|^reset\b|"
        r"\bstarting over\b|\bfrom the (?:top|beginning|start)\b|begin again"
    ),
    Intent.BACK: (
        r"回退|退一步|(?:退|回|返|返转|返去|去)(?:到|回)?(?:上|前)一?(?:个|版|画面|屏)?(?:题|步|问|页|版"
        r"|画面|屏|条|项)|(?:上|前)一个?(?:问题|题|步|页|画面)|"
        r"返回|上一?步|^返$|后退|退回|回到?上(?:一|个|面)|上一(?:题|个问题|页)|回上|回到?(?:前面|刚才|"
        r"之前)\S{0,3}(?:步|题|问题|页)|^回去$|前一步|倒回|"
        r"^back$|\bgo(?:ing)? back\b(?! to\b| home| to (?:hong|bei|shang|sing|the (?:uk|us)|my))|"
        r"\bprevious (?:step|question|one|page|screen)\b|\bback one\b|\bone step back\b|\bundo\b|"
        r"^back please|^(?:step|take me) back|last question"
    ),
    Intent.OUT_OF_TOWN: (
        r"(?:(?:我|人)(?:住|在|喺|住在)(?!深圳)|从|由|专程|专门|特地|特意|专登|大老远|飞|"
        r"开车)[^?。]{0,22}(?:值(?:得|唔值|不值|不|唔|$)|划(?:得来|算)|白跑)|"
        r"\b(?:based in|live in|coming (?:all the way )?from|fly(?:ing)? in|all the way from|"
        r"travel(?:ling)? from)\b.{0,50}\bworth\b|不是(?:深圳|本地|这边)(?:的|人)|"
        r"(?:从|由)[^\s\d,]{1,6}(?:专门|特意|特地|大老远)|"
        r"(?:人|住)在(?!深圳|附近|这|家|外面|门)\S{2,4}\S{0,4},?\S{0,6}(?:一趟|难得|不容易|不方便)|"
        r"停留\S{0,4}(?:短|不长|不久|有限)|难得(?:先|才)?(?:来|上|过)|难得(?:来|上)|即日来回|"
        r"当天(?:来回|往返)|难得来|(?:待|呆|住|留)不了(?:几|多)|(?:住|待|呆)(?:两|三|几|\d)(?:天|日|晚)就|"
        r"外地(?!车牌|牌)|外省|外埠|(?:从|由|喺)[^\s\d,]{1,6}(?:过来|飞过来|赶过来|专程|特地|嚟|"
        r"来的?).{0,16}(?:走|回|飞|离开|待|呆|逗留|返)|"
        r"(?:明天|后天|今晚|明晚|马上|(?<!时)(?<!钟)(?<!儿)就|听日|周[一二三四五六日]|明早|后日|下午|"
        r"晚上)(?:早上|上午|下午|晚上|一早|中午|晚)?(?:我们|我)?(?:就|要|就要|得|就得|的飞机|的高铁|"
        r"嘅飞机)?(?:走|飞|离开|回去|回程|返去|返(?!工|学|教|屋企|嚟)\S{1,3}|要返(?!工|学|教|屋企|嚟)|返程|"
        r"回(?!来)\S{1,3}(?:了|去)|坐飞机)|赶(?:飞机|火车|高铁|车)|出差(?:来|到|过|路)|"
        r"只(?:待|呆|在|停留|逗留|留).{0,6}(?:天|日|晚)|不在(?:本地|深圳|这边|这个城市)|专程(?:来|飞|过)|"
        r"\bout[- ]of[- ]town\b|\bnot (?:from (?:here|around)|local)\b|"
        r"\b(?:leav(?:e|ing)|fly(?:ing)?|head(?:ing)?|going)(?: back| home| out| off| town)* (?:on |"
        r"by )?(?:tomorrow|tonight|today|soon|in the morning|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
        r"the day after|in (?:a|two|\d) (?:day|hour)s?)|"
        r"\b(?:only|just) (?:here|in (?:town|shenzhen|the city)|visiting|staying|in)\b.{0,20}(?:day|night|"
        r"weekend|today|until|till|for|short)|\bfrom (?:abroad|overseas)\b|"
        r"\b(?:i|we) live (?:abroad|overseas|in (?!the city|town)\w+)|visiting from\b|"
        r"flight (?:is )?(?:tomorrow|tonight|home|back|on|out)|here on business"
    ),
    Intent.WHY_APPOINTMENT: (
        r"预约制?\S{0,3}为了?什么|(?:怎么|为啥|为什么|咋|点解)(?:这么|那么|咁)(?:多|麻烦|复杂|烦)(?:步骤|"
        r"手续|问题)?|看\S{0,5}(?:房子?|楼)\S{0,2}(?:还|都|也|竟然|仲)(?:要|得|需要)(?:先|提前)?(?:预约|"
        r"约)|(?:为什么|为何|为啥|干嘛|干吗|凭什么|点解|怎么|作咩|做乜|"
        r"咋).{0,12}(?:(?:预约|约)(?!.{0,2}(?:满|光|爆))|麻烦|复杂|登记|手续|限制|规矩)|"
        r"(?:太|这么|那么|好|咁|真|忒|够|挺)(?:的)?(?:麻烦|复杂|烦|琐碎|啰嗦|费劲|折腾)|"
        r"(?:一定|必须|非得|非要|非|硬要)要?(?:先|提前)?(?:预约|约)|"
        r"(?:看|来|睇)(?:个|套)?\S{0,3}(?:房|楼|样板房|样板间)(?:而已)?(?:都|还|也|竟然|仲)(?:要|得|"
        r"需要)(?:先|提前)?(?:预|约|book)|(?:还|都|仲|也)(?:要|得)(?:先|提前)?预约(?:的)?(?:吗|啊|呀|才|嘅|"
        r"\?|$)|预约(?:干|做|有)(?:嘛|什么|啥|用)|搞(?:得)?这么|问(?:这么|咁|那么)多|"
        r"\bwhy\b.{0,45}(?:appointment|book|complicated|reserv|form|so many|questions|hassle|walk in|"
        r"just come|make it so)|(?:so|too|very|rather|such a|awfully) (?:complicated|many questions|"
        r"much (?:hassle|trouble|fuss)|hassle|bureaucratic|faff)|"
        r"do (?:i|we) (?:really )?(?:have|need) to (?:book|make an appointment|reserve)|"
        r"is (?:an appointment|booking|it) (?:really )?(?:necessary|needed|required|mandatory)|"
        r"must (?:i|we) book|what'?s the point of (?:booking|an appointment)|by appointment only\?"
    ),
    Intent.FULL: (
        r"(?:系咪|是不是|系唔系|是否)(?:都|全)?(?:已经)?(?:约|订|排)?满|"
        r"\b(?:taken|gone|booked)(?: already| yet)?[?]|(?:排|约|插|订)得(?:进|入|落)|"
        r"(?:还|仲)?有?(?:空的|空)(?:场次?|时段|档)?(?:吗|么|没|冇)|名额\S{0,3}剩|"
        r"(?:能选|可选|可约)的?(?:时段|时间)\S{0,2}(?:没|冇)|(?:订|约)光|"
        r"(?:约|订)得(?:上|到)(?:吗|不|么|未)|(?:full|爆|满)晒?未|(?:full|爆)晒|"
        r"\b(?:any|is there|still) (?:room|space)\b|(?:还|仲|有没有|有冇|是否|可有)?(?:有|剩)(?:没有|"
        r"冇)?.{0,4}(?:空位|空档|位置|名额|(?<!车)位(?=吗|嘛|呢|冇|么|没|\?|$|啊|呀)|时段(?=吗|\?|$)|"
        r"号(?=吗))|(?:都|全|是不是|系咪|已经)?(?:约|订|排|预约|预定|预订|book)(?:满|爆)|"
        r"满(?:了|咗|额|员|晒)|(?:没有?|冇|无)(?:位|名额|时段|档期|空档|空位|晒位)|爆满|"
        r"还能(?:约|订|排)(?:到|上|得)?(?:吗|不|么)|(?:哪天|几时|什么时候|边日|何时|哪几天|哪个时间|"
        r"哪些时间|几点)(?:还|才|先|仲)?(?:有|得)(?:空|位|闲|名额|空位)|"
        r"\b(?:nothing|anything|something)(?: else)?(?: is| are|'s)?(?: still)? (?:free|open|available|"
        r"left)\b|\b(?:is |are )?(?:nothing|anything|something)(?: else)? (?:still )?(?:free|open|"
        r"available|left)\b|\b(?:nothing|anything|something|"
        r"any (?:slots?|seats?|times?|openings?|availability|space|vacanc\w+|appointments?)|"
        r"no (?:slots?|seats?|times?|openings?|availability)|slots?|what)\b(?: is| are|'s|"
        r"s)?(?: there)?(?: any)? ?(?:still |left |at all )*(?:free|open|available|left|availability|"
        r"remaining)\b|fully booked|booked (?:up|out|solid)|\bsold out\b|"
        r"got (?:any )?(?:slots?|seats?|appointments?)|\banot\b|"
        r"any (?:availability|openings?|vacanc\w+|slots|seats)\b|"
        r"\bis (?:it|everything|\w+day) (?:all )?full\b|\ball full\b|\bspots? (?:left|open|available)|"
        r"everything(?:'s| is) (?:full|taken|gone)|got (?:any )?(?:space|room)\b|availability"
    ),
}
PATTERNS = {intent: compiled(pattern) for intent, pattern in _SAID.items()}
# What asks for information: of a text that names facts, only a question about the house; «at three?» asks for three.
_TOPICS = (
    r"均价|价格|价钱|单价|总价|房价|首付|贷款|按揭|折扣|优惠|打折|户型|地址|路线|导航|停车|车位|学区|"
    r"学位|学校|交楼|交房|物业|装修|精装|毛坯|产权|容积率|绿化|朝向|面积|得房率|样板|现房|期房|会所|泳池"
    r"|地铁|充电|"
    r"\b(?:price|prices|pricing|cost|discount|directions|address|opening hours|parking|mortgage|"
    r"down ?payment|school|metro|floor ?plans?|brochure|handover|show ?flat)\b"
)
# What asks for information by itself.
_ASKED = (
    r"几个人|几位(?!我)|(?<!爱)(?P<v2>[买开进停])[不唔](?P=v2)|有几个|几组|"
    r"第[\d一二三四五六七八九十]+组几点|真人还是|还是(?:ai|机器)|系咪|psf\b|(?P<v1>[算收限包配])不(?P=v1)|"
    r"有开(?:吗|么|门)|能(?:不能)?停(?:几|两|\d)?(?:辆|台|部)?车|几成|几折|"
    r"你们[^,。]{0,12}(?:吗|么)(?=[?。!~ ]*$)|\bis it true\b|有冇开|(?<!爱)开不开(?:门|放|业)|多少|谁|几多|"
    r"干嘛|干吗|做咩|做乜|几点(?:到|来|嚟)|什么(?:时候(?:开|关|交|能)|价|户型|牌|地|楼|样|区|材|配|产品|房|"
    r"方式|情况)|怎么(?:走|去|收|卖|算|坐|来|停|样的|付|买|过)|如何(?:前往|去|到)|"
    r"哪(?!天|个时间|个都|个[都日]|都|一天|怕|位都|[里儿]都|种都|[天个]也|些时间|几天|个时段)|为什么|为何|"
    r"点解|几(?:点(?:开|关|上班|下班|收|打烊|结束|营业|开始)|钱|岁|栋|层|期|梯|组|批|位客|个客|台客|号线|"
    r"时(?:交|开|收))|多(?:大|远|久|长)|边(?:度|个)|点(?:去|搭|样去)|"
    r"(?<!\d)(?<![一二两三四五六七八九十])点行|(?:多不多|远不远|贵不贵|大不大|忙不忙|吵不吵|难不难)|"
    r"几(?:分钟|站)|(?:会|要)?(?:上班|休息|放假|开门|营业|休假|关门)(?:吗|么|嘛|不|没)|"
    r"^(?:which|whose|who|where|why|how(?! about| wonderful| nice| lovely| kind| great| sweet)|"
    r"what(?! about))\b|\b(?:what(?:'s| is| are|s) (?:the|your|in|on|included)|"
    r"what (?:time|sort|kind|type|size|floor|do|does|documents?)|where|"
    r"how (?:much|many|far|long|big|large|do|can i get|about the)|"
    r"which (?:floor|district|metro|station|exit|line)|who(?:'s|se| is| am)?|"
    r"when (?:do you|does|is|are|will)|why|is there|are there|"
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
    r"\bdepends\b|\bdunno\b|not sure|don't know|还没(?:定|商量|想|决定)|不知道|唔知|没定|(?:^|[,，])(?:要|"
    r"先)?(?:睇|看)下(?!.*(?:哪|谁|多少|几))|睇下\S{1,3}[不唔]|要(?:看|问)一?下"
)
# A text that names facts may speak of a topic without asking about it: the clause must be a question.
ASKS = compiled(
    rf"{_ASKED}|(?:{_TOPICS})[^,。!;\n]{{0,14}}(?:吗|么|呢|嘛|[?])|(?:有没有|有冇|有无|是否|请问|"
    rf"想问)[^,。!;]{{0,10}}(?:{_TOPICS})"
)
QUESTION = compiled(
    rf"{_ASKED}|机器人|\b(?:a|you) (?:ro)?bot\b|(?:{_TOPICS})(?!.*(?:以内|超过|预算|左右|上下|打算|准备|"
    rf"\d+万|[一二三四五六七八九十百千]+万)(?!.*(?:吗|么|[?])))|什么(?!时候都|时候也|都)|啥(?!都|时候都)|"
    rf"怎么|怎样|如何|(?P<v3>[\u3400-\u9fff])[不唔](?P=v3)|哪(?!天|个时间|个都|都|一天)"
    rf"|几(?:时|多)|能不能|可不可以|可唔可以|"
    rf"可否|咩|乜|吗|没(?:有)?[?]?$|是否|是不是|有没有|有无|有冇|嘛\?|呢\?|么\?|[?]|"
    r"\b(?:what|where|how(?! about)|which|who|whose|when|is (?:the|it|this|that)|are (?:you|the|we)|"
    r"can (?:you|i|"
    r"we)|could (?:you|i|we)|do (?:i|we|you)|does|will (?:you|there|it))\b"
)
# «可以吗» asks for the visit itself.
ONLY_REQUEST = compiled(
    r"(?:那|您|你|们|看|这样|这个|时间|就|请问|麻烦|帮|我|能|能不能|可以|可唔可以|可不可以|行|好|得|ok|"
    r"okay|方便|不|唔|吗|么|嘛|"
    r"呢|啊|呀|吧|安排|约|预约|订|来|去|过去|过来|嚟|怎么样|如何|please|is that|would that|does that|"
    r"will that|can we|could we|"
    r"can i|work|be|possible|fine|for you|alright|all right|good|that|it|[\s,.。!?~])*"
)
# A greeting, or the wish to book, is no question although it is put as one.
WISH = compiled(
    r"\b(?:book|arrange|schedule|make|reserve|set up|organi[sz]e|fix)\b.{0,20}\b(?:visit|viewing|"
    r"appointment|booking|tour|slot|time|table|showing)\b|(?:想|要|能|可以|帮我|麻烦|怎么|如何|"
    r"点样)(?:.{0,6})(?:预约|约个|约一|订个|book|约时间|看房|睇楼|看楼|参观)|^(?:你好|您好|hi|hello|hey|"
    r"在|有人)?[,. ]*(?:在|有人|有人在)(?:吗|么|嘛)|听得到吗|收到吗|anyone home|^喂+|how are you|"
    r"anyone there|"
    r"anybody there"
)
SEES = compiled(
    r"^(?:i|we)(?:'d| would| should)? (?:like|love|want|wish) to (?:see|view|visit|look|come)(?!.*[?])|"
    r"^(?:我们?|我哋)?(?:想|要|想要)(?:去|来|先)?(?:看|睇|参观|了解)(?!.*(?:吗|[?]|多少|几|怎么|什么|"
    r"哪))"
)
APOLOGY = compiled(
    r"^(?:(?:实在|真是|真)?(?:不好意思|唔好意思|抱歉|对不起|对唔住)|sorry|apologies|"
    r"excuse me)[,.!~ 啊呀]*(?=.)"
)
YES_SAID = compiled(
    r"^(?:行|好|可以|成|得)[,. ]*(?:都)?听(?:你|您)的|^我?(?:confirm|确认)|"
    r"(?:^|[^不别好先])(?:确认|确定)[吧了啦的!~。]*$|晓得|go on then|do the needful|(?:就)?按(?:你|您)说的|"
    r"^(?:very well|👌|👍|🆗|✅|sounds good|好嘅|can(?! i| we| you)|yup|ya|yah|要得|冇问题|没毛病|嗯+|哦|"
    r"噢|喔|冇错|啱|that's right|that is right|就系|就是|ok|好|行|可以|是|对|没问题|确认|就这|没错|当然|"
    r"可以的|要|得|系|yes|yeah|yep|sure|okay|right|correct|perfect|great|fine|absolutely|sounds good)(?:的|"
    r"了|呀|啊|哈|吧|啦|喇|噉|就咁|go|ahead|要得|\bon\b|晒|啱|再|话|没毛病|then|pls|滴|嘞|哒|喔|呢|嗯|好|"
    r"行|可以|对|是|没错|没问题|没错儿|就这样|这样|没有错|冇问题|快点|快|嘅|晒|冇错|没毛病|to me|这个时间|"
    r"时间|个|all|这么|这个|确认|定|咁|噉|系|就|都|please|that's|thats|right|good|great|correct|works|"
    r"it is|thank you|thanks|thx|谢谢|多谢|唔该|麻烦|您|你|辛苦|了|去|帮我|订|预约|约|那|perfect|ok|book|"
    r"do|go ahead|confirm|fine|i|do|by me|for me|with me|yes|yeah|can|lah|leh|ah|la|lor|confirm|"
    r"[\s,.!。~、👌👍🙏😊])*$"
)
NO_SAID = compiled(
    r"^(?:no|nope|nah|not|cannot|can't|cant)\b(?:this|ta|your|you're|alright|fine|all|time|leh|lah|la|ah|"
    r"lor|sorry|[\s,.!]|thanks?|thank you|thx|cheers|not|now|need|really|i'?m|good|that'?s|not right|wrong|"
    r"it'?s|okay|ok|i|don't|want|to|it|for|me|interested|at the moment|today|yet|any ?more|much|you|very|"
    r"rather)*$|^(?:(?:谢谢|多谢|唔该|感谢|好意心领)(?:你|您|了|晒)?[,.! ~。]*)?(?:真的?|实在|还是|"
    r"那)?(?:不|唔|没|冇|先不|暂不|暂时不|还是不|那就不|就不|都不|别|我不|不太|算|再说|错|搞错|弄错)(?:不|"
    r"唔|没|冇|别|定|急|真|呢|喎|晒|啱|是|搞错|弄错|写错|咗|呀|啊|用|要|了|必|需要|想|方便|是|行|对|好|得|"
    r"使|可以|看|约|预约|留|给|说|提供|告诉|电话|手机号?|号码|名字|啦|喇|吧|谢谢|多谢|唔该|有|啥|什么|其他|"
    r"别的|错|系|啱|去|的|麻烦|先|想留|你|您|太|算|兴趣|感兴趣|再说|喔|哦|感谢|[\s,.!。~、🙏])*$|"
    r"^(?:以后|下次|改天|改日|回头|过(?:几|两|阵|段)\S{0,2}|再)(?:再|说|吧|看|约|联系|考虑|来|天|一下|我|"
    r"想|先|[\s,.!。~])*$|(?:rather|prefer) not|\b(?:don't|do not|won't|not going to|not comfortable|"
    r"no need to|not willing to) (?:want to |like to |wish to |giv\w+ |shar\w+ |leav\w+ |say|tell|need)|"
    r"^(?:maybe |perhaps |some ?)?(?:later|another (?:time|day)|next time)\b|not interested|no thank|"
    r"changed my mind|(?:不|唔|没)(?:太)?(?:想|方便|便)\S{0,6}(?:透露|提供|讲|说|留|给|定)|"
    r"^(?:先|暂时|暂)?(?:不|唔)(?:急(?:着)?)?定|^no (?:phone|number|name)|"
    r"(?:没|冇)(?:有|什么)?(?:别的|其他)?(?:要)?补充|"
    r"(?:不想|唔想|不愿|不愿意|不方便|不太方便|不便)(?:留|给|说|讲|透露|提供|告诉|畀|俾)|"
    r"(?:电话|号码|手机).{0,4}(?:不|唔|就)(?:留|给|方便|畀|俾|用|必|算)|保密|隐私|不感兴趣|没兴趣|"
    r"(?:只是|就是)?随便(?:看看|问问)(?:而已)?$|不考虑|不打算|暂时不"
)
# «好呀,聽日三點見» agrees, whatever follows; a but or a no takes it back.
YES_FIRST = compiled(
    r"^(?:好|行|可以|是|对|没错|没问题|冇问题|系|得|嗯|ok|okay|yes|yeah|yep|yup|sure|perfect|great|fine|"
    r"right)"
    r"(?:呀|啊|的|嘅|吧|呢|啦|哒|嘞|哦|喔|嗯)*(?:[,.!~ ]|$)(?!.*(?:但|不过|可是|只是|换|改|不|唔|冇|没|"
    r"错|but|change|instead"
    r"|except|however|[?]|吗|么))"
)
NO_FIRST = compiled(r"^(?:不是|不对|唔系|唔啱|不|no|nope|nah)(?:呀|啊|的|吧|呢|啦|喎|哦)*(?:[,.!~ ]|$)")
THANKS = compiled(
    r"(?<!拍)谢|蟹蟹|3q|tysm|\bta\b|感恩|多谢|唔该|辛苦|\bthank|\bthx\b|\bcheers\b|\bty\b|appreciate|"
    r"much obliged|3q|\bgrateful\b"
)
LATER = compiled(
    r"先不|暂时|暂不|改天|改日|以后|下次|再说|再看|再考虑|考虑考虑|回头|\b(?:not now|later|another time|"
    r"some other time|next time|not yet)\b"
)
ANY = compiled(
    r"(?:哪天|几点|几时|什么时候|哪个时间|边日|时间)(?:都|也)(?:行|可以|好|得|ok|成|方便)|随便|随你|"
    r"都(?:可以|行|得|ok)$|你(?:们)?(?:安排|定|决定)|"
    r"尽快|越快越好|最快|最近的|\b(?:any ?time|whenever|any day|whichever|as soon as|asap|earliest|"
    r"up to you|you (?:choose|decide|pick)|don't mind|flexible|soonest)\b"
)
BOOKS = compiled(
    r"预约|约(?:个|一)?(?:时间|看|睇|下)|示范单位|样板(?:房|间)|订(?:个)?(?:时间|位)|想(?:来|去|过去|"
    r"过来)?(?:看看?|参观|睇)|"
    r"看(?:看)?(?:房|楼|样板)|睇(?:睇)?(?:楼|房)|"
    r"\b(?:book|reserve|appointment|visit|viewing|schedule|come (?:and )?(?:see|look|view|visit)|"
    r"have a look|see the (?:show ?flat|apartments?|homes?|project))\b"
)
# «我的预约», «when is my visit?»: what somebody has booked.
MINE = compiled(
    r"我(?:的)?(?:预约|预定|约)(?:呢|在|是|了|情况|信息|记录|时间|几|什么|$|[?,。!])|(?:查|看|"
    r"睇)(?:一?下|看)?我(?:的)?预约|我约(?:的|了)(?:是)?(?:几点|哪天|什么时候)|"
    r"\b(?:my (?:booking|appointment|visit|reservation)|when (?:is|was) my|do i have (?:a|an) (?:booking"
    r"|appointment))\b"
)
LANGUAGES = {
    "en": compiled(
        r"(?:说|讲|用|转|换|切换)(?:成|到)?(?:英文|英语)|\b(?:in english|english please|speak english|"
        r"switch to english)\b|^english[.!?]?$"
    ),
    "zh_Hans": compiled(
        r"(?:说|讲|用|转|换|切换)(?:成|到)?(?:简体|简体中文|普通话|国语|中文)|^(?:简体|简体中文|中文|"
        r"普通话)[.。!]?$|"
        r"\b(?:in|speak|switch to) (?:simplified )?(?:chinese|mandarin)\b|^(?:chinese|"
        r"mandarin)(?: please)?[.!?]?$"
    ),
    "zh_Hant": compiled(
        r"(?:说|讲|用|转|换|切换)(?:成|到)?(?:繁体|繁体中文|广东话|粤语|白话)|^(?:繁体|繁体中文|广东话|"
        r"粤语)[.。!]?$|\b(?:traditional chinese|cantonese)\b"
    ),
}
# «不取消了», «还是原来的时间吧»: a change is not wanted after all.
KEEPS = compiled(
    r"(?:不|别|先别|不用|不要|唔好|唔使)(?:再)?(?:取消|改|换|挪|动|搬)(?:了|啦|喇|$|[,.。!~ ])|留着|"
    r"(?:保持|维持)(?:不变|原样|原来)|"
    r"(?:就|还是|按)(?:要)?原(?:来|本|先)的?(?:时间)?(?:吧|就好|就行|$)|\b(?:don'?t|do not|"
    r"no need to) (?:cancel|change|move)\b|\bkeep (?:it|the|my|our)\b|leave it (?:as|there)"
)
# «电话不给»: the phone is declined, whatever was asked.
DECLINES_PHONE = compiled(
    r"(?:电话|手机号?|号码|联系方式).{0,6}(?:不给|不留|唔留|唔畀|不方便|不想(?:给|留)|不提供|保密|不用了"
    r"|免了|算了|再给|再说|以后再)|(?:先|暂时)?唔(?:留|俾|畀)(?:住|喇|啦|$)|no need (?:a )?(?:phone|"
    r"number)|(?:不|唔)(?:想|方便|愿意)?(?:留|给|畀|提供)(?:你们)?(?:电话|手机|号码"
    r"|联系方式)|"
    r"\b(?:no|without(?: a)?|rather not (?:give|leave|share)(?: (?:a|my|you my))?|won'?t (?:give|leave|"
    r"share)(?: (?:a|my|you my))?|don'?t want to (?:give|leave|share)(?: (?:a|my|you my))?) (?:phone|"
    r"number|mobile)"
)
PLACE = compiled(
    r"地址|(?:在|喺)(?:哪|边)(?:里|儿|度)?|怎么(?:走|去|过去|到)|点(?:去|样去)|位置在|导航|路线|"
    r"\b(?:where (?:are you|is it|exactly|are u)|address|directions|how (?:do (?:i|we)|to) get (?:there|"
    r"to you))\b"
)
OPENING = compiled(
    r"几点(?:开|关|上班|下班|收|打烊|营业)|营业时间|开放时间|(?:周[一二三四五六日末]|节假日|春节|"
    r"元旦).{0,4}(?:开|上班|营业|休息)(?:门)?(?:吗|么|不)|"
    r"\b(?:opening hours|what time (?:do you|are you) (?:open|close)|when (?:do|are) you (?:open|close)|"
    r"are you open)\b"
)
BYE = compiled(r"再见|拜拜|拜$|回头见|明天见|到时见|\bbye\b|see you|good ?bye|good ?night|晚安|\btake care\b")
