"""What people answer, and how they take leave: patterns, no logic."""

from bot.understanding.text import compiled, series

APOLOGY = compiled(
    r"^(?:(?:实在|真是|真)?(?:不好意思|唔好意思|抱歉|对不起|对唔住)|sorry|apologies|"
    r"excuse me)[,.!~ 啊呀]*(?=.)"
)
# What may follow a yes, a no and a «later», in any number.
_YES_GOES_ON = series(
    r"的|了|呀|啊|哈|吧|啦|喇|噉|㗎|就咁|go|ahead|要得|\bon\b|晒|啱|再|话|没毛病|then|pls|滴|嘞|哒|喔|呢|嗯|好|"
    r"行|可以|对|是|没错|没问题|没错儿|就这样|这样|没有错|冇问题|快点|快|嘅|冇错|to me|这个时间|时间|个|all|"
    r"这么|这个|确认|定|咁|系|就|都|please|that's|thats|right|good|great|correct|works|it is|it|in|us|me|and|thank you|"
    r"thanks|"
    r"thx|谢谢|多谢|唔该|麻烦|请|上|您|你|辛苦|去|帮我|订|预约|约|那|perfect|ok|book|do|go ahead|confirm|fine|i|"
    r"by me|for me|with me|yes|yeah|can|lah|leh|ah|la|lor|[\s,.!。~、👌👍🙏😊]"
)
_NO_GOES_ON_LATIN = series(
    r"this|ta|your|you're|alright|fine|all|time|leh|lah|la|ah|lor|sorry|[\s,.!]|thanks?|thank you|thx|"
    r"cheers|"
    r"not|now|need|really|i'?m|good|that'?s|not right|wrong|it'?s|okay|ok|i|don't|want|to|it|for|me|"
    r"interested|at the moment|today|yet|any ?more|much|you|very|rather"
)
_NO_GOES_ON = series(
    r"不|唔|没|冇|别|定|急|真|呢|喎|晒|啱|是|搞错|弄错|写错|咗|呀|啊|用|要|了|必|需要|想|方便|行|对|好|得|"
    r"使|"
    r"可以|看|约|预约|留|给|说|提供|告诉|电话|手机号?|号码|名字|啦|喇|吧|谢谢|多谢|唔该|有|啥|什么|其他|"
    r"别的|"
    r"错|系|去|的|麻烦|先|我|再想想|想想|再考虑|考虑|再看看|看看|想留|你|您|太|算|兴趣|感兴趣|再说|喔|哦|"
    r"感谢|thanks|thank you|thx|[\s,.!。~、🙏]"
)
_LATER_GOES_ON = series(r"再|说|吧|看|约|联系|考虑|来|天|一下|我|想|先|[\s,.!。~]")
YES_SAID = compiled(
    r"^(?:yes,? )?(?:all|everything(?:'s| is)?) (?:correct|right|good|fine|ok(?:ay)?|in order)(?=$|[,.! ])|"
    r"^(?:都|全部|全|完全)(?:对|啱|正确|没错|没问题|冇问题|ok)(?:了|啦|晒|的)?(?=$|[,.!。~ ])|^(?:妥|妥妥|妥当)(?:了|"
    r"的)*[!。~👌]*$|^中+[!。~]*$|这还用问|那必须|必须的|走起|安排上|梗系|^约(?:啊|!|吧|起)?$|"
    r"就这么定|wouldn't miss|"
    r"count (?:me|us) in|go for it|"
    r"^(?:let's )?do it\b|^book it|by all means|you bet|spot on|good to go|^aye\b|^affirmative|"
    r"^(?:行|好|可以|成|得)[,. ]*(?:都)?听(?:你|您)的|^我?(?:confirm|确认)|"
    r"(?:^|[^不别好先])(?:确认|确定)[吧了啦的!~。]*$|晓得|go on then|do the needful|(?:就)?按(?:你|您)说的|"
    r"^(?:very well|👌|👍|🆗|✅|sounds good|好嘅|can(?! i| we| you)|yup|ya|yah|要得|冇问题|没毛病|嗯+|哦|"
    r"噢|喔|冇错|啱|that's right|that is right|就系|就是|ok|好|行|可以|是|对|没问题|确认|就这|没错|当然|"
    r"可以的|要|得|系|yes|yeah|yep|sure|okay|right|correct|perfect|great|fine|absolutely|sounds (?:good|perfect|"
    r"great|fine|lovely|wonderful|like a plan)|"
    r"looks (?:good|right|fine|great)|go ahead(?: and)?|please (?:do|book|go ahead|confirm)|let's (?:do|book|go))"
    rf"{_YES_GOES_ON}$"
)
NO_SAID = compiled(
    r"(?:唔好|不要|别|咪)(?:帮我|同我|替我|给我|急着)?(?:订|定|约|预约|book|落实)(?:住|先|了|$)|^(?:先|暂时|"
    r"且)?(?:别|慢着?)(?=$|[,.!~ ])|"
    r"^(?:(?:hm+|um+|er+|well|sorry|ah|oh)[,. ]+)?(?:not (?:just )?yet|not quite yet)\b|"
    r"\b(?:don't|do not) (?:book|reserve|confirm)\b|"
    r"(?:先|还是|就|这个)?(?:算了|免了)吧?[。!~]*$|先不用|(?:怕|费事|免得|不想|最烦|"
    r"讨厌)[^,.。]{0,8}(?:推销|骚扰|cold ?call|广告)|"
    r"\b(?:stay anonymous|hand out my|give out my|no name\b|keep (?:it|that) private|hold off)|^not now\b|"
    r"^(?:唔|不)(?:留|俾|畀|给|讲|说)(?:喇|啦|了|住|的)?(?=$|[\s,.])|"
    rf"^(?:no|nope|nah|not|cannot|can't|cant)\b{_NO_GOES_ON_LATIN}$|"
    rf"^(?:(?:谢谢|多谢|唔该|感谢|好意心领)(?:你|您|了|晒)?[,.! ~。]*)?(?:真的?|实在|还是|那)?(?!没错|冇错|没问题|"
    rf"冇问题|不错)(?:不|唔|没|"
    rf"冇|先不|暂不|暂时不|还是不|那就不|就不|都不|别|我不|不太|算|再说|错|搞错|弄错){_NO_GOES_ON}$|"
    rf"^(?:以后|下次|改天|改日|回头|过(?:几|两|阵|段)\S?\S?|再){_LATER_GOES_ON}$|"
    r"(?:rather|prefer) not|\b(?:don't|do not|won't|not going to|not comfortable|no need to|"
    r"not willing to) (?:want to |like to |wish to |giv\w+ |shar\w+ |leav\w+ |say|tell|need)|"
    r"^(?:maybe |perhaps |some ?)?(?:later|another (?:time|day)|next time)\b|not interested|no thank|"
    r"changed my mind(?!.*\b(?:like to|want to|come|book|visit)\b)|(?:不|唔|没)太?(?:想|愿意?|方便|便)\S{0,6}(?:透露|"
    r"提供|告诉|讲|说|留|给|畀|俾|定)|"
    r"^(?:先|暂时|暂)?(?:不|唔)(?:急(?:着)?)?定|^no (?:phone|number|name)|"
    r"(?:没|冇)(?:有|什么)?(?:别的|其他)?(?:要)?补充|"
    r"(?:电话|号码|手机).{0,4}(?:不|唔|就)(?:留|给|方便|畀|俾|用|必|算)|保密|隐私|不感兴趣|没兴趣|"
    r"(?:只是|就是)?随便(?:看看|问问)(?:而已)?$|不考虑|不打算|暂时不"
)
# «好呀,聽日三點見» agrees, whatever follows; a but or a no takes it back.
YES_FIRST = compiled(
    r"^(?:(?:好|行|可以|是|对|没错|没问题|冇问题|冇错|系|得|嗯呐|嗯|啱|中嘞|必须的?[呀啊]?|"
    r"sounds (?:good|great|perfect|fine|lovely|like a plan)|can lah|(?:i(?:'d| would) be )?delighted|go ahead|"
    r"please do|ok|okay|yes|yeah|yep|yup|sure|perfect|great|"
    r"fine|"
    r"right)(?:呀|啊|的|嘅|吧|呢|啦|哒|嘞|哦|喔|嗯)*+)++(?:[,.!~ ]|"
    r"$)(?![^.。!]*(?:但|不过|可是|只是|换|改|不(?!用|错|客气|好意思)|唔(?!该|使|好意思|急)|冇(?!错|写错|"
    r"问题)|没(?!错|写错|"
    r"问题|有?搞错|弄错)|(?<![没冇写搞弄])错|but|change|instead|except|however|[?]|吗|么))"
)
NO_FIRST = compiled(r"^(?:不是|不对|唔系|唔啱|不|no|nope|nah)(?:呀|啊|的|吧|呢|啦|喎|哦)*(?:[,.!~ ]|$)")
THANKS = compiled(
    r"(?<!拍)谢|蟹蟹|3q|tysm|\bta\b|感恩|多谢|唔该|辛苦|\bthank|\bthx\b|\bcheers\b|\bty\b|appreciate|"
    r"much obliged|3q|\bgrateful\b"
)
BYE = compiled(r"再见|拜拜|拜$|回头见|明天见|到时见|\bbye\b|see you|good ?bye|good ?night|晚安|\btake care\b")
LATER = compiled(
    r"先不|暂时|暂不|改天|改日|以后|下次|再说|再看|再考虑|考虑考虑|回头|"
    r"\b(?:not now|later|another time|some other time|next time|not yet)\b"
)
ANY = compiled(
    r"(?:哪天|几点|几时|什么时候|哪个时间|边日|时间)(?:都|也)(?:行|可以|好|得|ok|成|方便)|随便|随你|"
    r"都(?:可以|行|得|ok)(?:啦|的|吧|啊|呀)?$|你(?:们|哋)?(?:安排|定|决定|话啦|话事|说了算|看着办)|求其|"
    r"是但|"
    r"冇所谓|无所谓|看你|尽快|越[快早]越好|最快|最早的?$|最近的|"
    r"\b(?:any ?time|whenever|any day|whichever|as soon as|asap|earliest|up to you|no preference|"
    r"any (?:of them|one|is fine)|either (?:one|is fine)|you (?:choose|decide|pick)|don't mind|flexible|"
    r"soonest)\b"
)
# «不取消了», «还是原来的时间吧»: a change is not wanted after all.
KEEPS = compiled(
    r"(?:不|唔|别|先别|不用|不要|唔好|唔使)(?:再)?(?:取消|改|换|挪|动|搬)(?:了|啦|喇|$|[,.。!~ ])|留着|"
    r"(?:保持|维持)(?:不变|原样|原来)|(?:就|还是|按)(?:要)?原(?:来|本|先)的?(?:时间)?(?:吧|就好|就行|$)|"
    r"\b(?:don'?t|do not|no need to) (?:cancel|change|move)\b|"
    r"\bkeep (?:it\b|(?:the|my|our)(?: (?:original|old|same))? (?:booking|appointment|time|slot|visit|day|"
    r"date|hour))|"
    r"leave it (?:as|there)"
)
# «电话不给»: the phone is declined, whatever was asked.
DECLINES_PHONE = compiled(
    r"(?:电话|手机号?|号码|联系方式)(?:晚点|晚些|稍后|迟啲|迟点|之后|回头|等下|先|下次|到时|到时候)(?:再)?(?:给|说|"
    r"讲|留|算|畀|俾|不)|"
    r"\b(?:phone|number|mobile) (?:later|another time|afterwards)\b|"
    r"(?:电话|手机号?|号码|联系方式).{0,6}(?:不给|不留|唔留|唔畀|不方便|不想(?:给|留)|不提供|保密|不用了|"
    r"免了|算了|再给|再说|以后再)|(?:先|暂时)?唔(?:留|俾|畀)(?:住|喇|啦|$)|no need (?:a )?(?:phone|number)|"
    r"(?:不|唔)(?:想|方便|愿意)?(?:留|给|畀|提供|用|需要|使)(?:你们)?(?:电话|手机|号码|联系方式)|"
    r"\b(?:no|without(?: a)?|(?:rather not|won'?t|not going to|don'?t want to) (?:give|leave|share)(?: (?:out|"
    r"you))?(?: (?:a|my|any))?)"
    r"(?: contact)? (?:(?:tele)?phone|number|mobile)"
)
