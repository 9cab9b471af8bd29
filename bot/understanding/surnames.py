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
# fmt: on
