"""Surnames used to split a name: word lists, no logic."""

# fmt: off
# Surnames of two characters.
COMPOUND = frozenset({
    "万俟", "上官", "东方", "令狐", "公孙", "公孫", "南宫", "南宮", "司徒", "司馬", "司马", "呼延",
    "夏侯", "宇文", "尉迟", "尉遲", "慕容", "拓跋", "東方", "欧阳", "歐陽", "澹台", "独孤", "獨孤",
    "申屠", "百里", "皇甫", "端木", "西門", "西门", "諸葛", "诸葛", "軒轅", "轩辕", "長孫", "长孙",
    "钟离", "鍾離", "鐘離", "闻人", "聞人", "第五", "张简", "張簡", "范姜", "淳于", "单于", "單于",
    "太叔", "濮阳", "濮陽", "公冶", "宗政", "赫连", "赫連", "东郭", "東郭", "南门", "南門", "梁丘", "左丘",
    "东门", "東門", "谷梁", "榖梁", "司空", "司寇", "颛孙", "顓孫", "巫马", "巫馬", "公西", "漆雕", "乐正",
    "樂正", "公良", "仲孙", "仲孫", "叔孙", "叔孫", "季孙", "季孫", "萬俟",
})

# Surnames as Hong Kong and Macau write them: a Latin name of three words that begins with one is written surname first.
CANTONESE = frozenset({
    "au", "au-yeung", "auyeung", "chan", "chau", "cheng", "cheung", "chiu", "choi", "chow", "chu", "chung", "fong",
    "fung", "ho", "hui", "ip", "kan", "ko", "kwan", "kwok", "kwong", "lai", "lam", "lau", "law", "lee", "leung", "lo",
    "lok", "lui", "ma", "mak", "man", "mok", "mui", "ng", "ngai", "pang", "poon", "shek", "sin", "siu", "sung", "suen",
    "szeto", "sze-to", "tai", "tam", "tang", "ting", "to", "tong", "tsang", "tse", "tsoi", "tsui", "wan", "wong", "woo",
    "wu", "yam", "yau", "yeung", "yip", "yiu", "yu", "yuen", "yung",
})

# The most common surnames in pinyin: a Latin name that begins with one is written surname first.
PINYIN = frozenset({
    "bai", "cai", "cao", "chang", "chen", "cheng", "cui", "dai", "deng", "ding", "dong", "du",
    "duan", "fan", "fang", "feng", "fu", "gao", "gu", "guo", "han", "hao", "he", "hou", "hu",
    "huang", "jia", "jiang", "jin", "kang", "kong", "lei", "li", "liang", "liao", "lin", "liu",
    "long", "lu", "luo", "ma", "mao", "meng", "ouyang", "pan", "pang", "peng", "qian", "qin", "qiu",
    "ren", "shangguan", "shao", "shen", "shi", "sima", "song", "su", "sun", "tan", "tang", "tian",
    "wan", "wang", "wei", "wen", "wu", "xia", "xiao", "xie", "xiong", "xu", "xue", "yan", "yang",
    "yao", "ye", "yi", "yin", "yu", "yuan", "zeng", "zhang", "zhao", "zheng", "zhong", "zhou",
    "zhu", "zhuang", "zhuge", "zou",
})

# The most common surnames of one character, simplified and traditional: a piece of a text that begins with one can be
# a name.
COMMON = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙周吴吳徐孙孫朱马馬胡郭林何高梁郑鄭罗羅宋谢謝唐韩韓曹许許邓鄧萧蕭冯馮曾程蔡彭潘袁董余苏蘇叶葉"
    "吕呂魏蒋蔣田杜丁沈姜范江傅钟鍾鐘卢盧汪戴崔任陆陸廖姚方金邱夏谭譚韦韋贾賈邹鄒熊孟秦阎閻薛侯雷龙龍段郝孔邵史毛"
    "顾顧赖賴武康贺賀严嚴尹钱錢施牛洪龚龔汤湯陶黎温溫莫樊乔喬殷颜顏庄莊章鲁魯倪庞龐邢俞翟蓝藍聂聶齐齊葛岳路柴欧歐柳甘祝"
    "宁寧舒阮柯纪紀梅童毕畢凌裴霍涂塗苗谷曲盛骆駱翁覃靳管辛卓褚桂滕屈耿戚解游尤麦麥简簡巫区區岑饶饒穆邝鄺缪繆蔺藺茅闵閔卫衛郁"
    "司石白文安向申常易成左关關付佟仝粘藏员員黎邬鄔荣榮米湛喻祁伍冼莊余佘"
)
# Other surnames of one character, which stand before a title.
SINGLE = COMMON | frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙周吴吳徐孙孫朱马馬胡郭林何高梁郑鄭罗羅宋谢謝唐韩韓曹许許邓鄧萧蕭冯馮曾程蔡彭潘袁于董余苏蘇叶葉"
    "吕呂魏蒋蔣田杜丁沈姜范江傅钟鍾鐘卢盧汪戴崔任陆陸廖姚方金邱夏谭譚韦韋贾賈邹鄒石熊孟秦阎閻薛侯雷白龙龍段郝孔邵史毛常万萬"
    "顾顧赖賴武康贺賀严嚴尹钱錢施牛洪龚龔汤湯陶黎温溫莫易樊乔喬文安殷颜顏庄莊章鲁魯倪庞龐邢俞翟蓝藍聂聶齐齊向申葛岳路"
    "柴欧歐柳甘祝左包宁寧尚符舒阮柯纪紀梅童毕畢凌单單季裴霍涂涂成苗谷曲盛冉骆駱翁骆覃靳管辛卓仇卜詹褚桂滕屈耿牟戚解蒲占"
    "游尤麦麥简簡巫古关關利区區岑池饶饒沙穆车車隋房幸冷边邊景司邝鄺连連缪繆佘蔺藺晏茅闵閔危桑计計卫衛农農明应應宗丘郁"
    "娄婁鲍鮑费費岳柏喻水窦竇花酆云雲奚昌苗凤鳳鄢伍元卞皮齐傅和湛祁禹狄米贝貝臧藏伏戈谈談茅熊项項董杜席麻强強贾路娄危"
    "江童颜郭钭刁钟徐邱骆高夏蔡田胡凌霍虞支昝管经經房裘应宗丁宣贲邓郁杭洪包诸諸左石崔吉钮鈕龚嵇邢滑裴陆荣榮翁荀羊惠甄"
    "封芮储儲汲邴糜松段富巫乌烏焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宮栾欒暴厉厲戎祖符刘詹束幽司韶郜黎蓟印宿白怀懷蒲台"
    "从鄂索咸籍赖卓屠蒙乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑濮寿通扈燕冀浦尚温别庄晏柴瞿阎充慕连茹习宦艾鱼"
    "向古易慎廖终暨居衡步都耿满弘匡国寇广禄阙东殴利蔚越夔隆师巩聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红"
    "游竺权逯盖益桓公粘𠮷𬱖仝佟佀亓乐樂丛叢代仉冒冼刀初千卿原厍员員哈啜善妥姒娜宝宠"
)
# fmt: on
