"""Surnames used to split a name: word lists, no logic."""

# fmt: off
# Surnames of two characters.
COMPOUND = frozenset({
    "万俟", "上官", "东方", "令狐", "公孙", "公孫", "南宫", "南宮", "司徒", "司馬", "司马", "呼延",
    "夏侯", "宇文", "尉迟", "尉遲", "慕容", "拓跋", "東方", "欧阳", "歐陽", "澹台", "独孤", "獨孤",
    "申屠", "百里", "皇甫", "端木", "西門", "西门", "諸葛", "诸葛", "軒轅", "轩辕", "長孫", "长孙",
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
