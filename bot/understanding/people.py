"""Words for the people who come along, and for those who do not: word lists, no logic."""

# fmt: off
# Each with how many people it means, in plain texts (``text.plain``).
_COMPANIONS = {
    "先生": 1, "太太": 1, "老公": 1, "老婆": 1, "爱人": 1, "丈夫": 1, "妻子": 1, "男朋友": 1, "女朋友": 1,
    "男友": 1,
    "女友": 1, "对象": 1, "未婚妻": 1, "未婚夫": 1, "媳妇儿": 1, "媳妇": 1, "女婿": 1,
    "儿媳妇": 1, "儿媳": 1, "新抱": 1, "好朋友": 1, "朋友": 1,
    "闺蜜": 1, "死党": 1,
    "同事": 1, "老板": 1, "助理": 1, "司机": 1, "哥哥": 1, "弟弟": 1, "姐姐": 1, "妹妹": 1, "哥": 1, "弟": 1,
    "姐": 1,
    "妹": 1, "嫂子": 1, "姐夫": 1, "表哥": 1, "表弟": 1, "表姐": 1, "表妹": 1, "细佬": 1, "家姐": 1,
    "大佬": 1, "亲戚": 1,
    "阿姨": 1, "保姆": 1,
    "婆娘": 1, "堂客": 1, "阿哥": 1, "室友": 1, "另一半": 1, "另1半": 1, "屋企人": 1, "小姨子": 1,
    "姊姊": 1, "姊": 1, "姊夫": 1, "阿姐": 1, "阿妹": 1, "阿弟": 1, "大姐": 1, "小妹": 1,
     "小舅子": 1,
    "大舅子": 1, "舅舅": 1, "叔叔": 1, "姑姑": 1, "伯父": 1, "伯母": 1, "妹夫": 1, "弟媳": 1, "堂哥": 1,
    "堂弟": 1, "设计师": 1, "秘书": 1, "合伙人": 1, "伴侣": 1, "老友": 1, "兄弟": 1, "哥们": 1, "同学": 1,
    "2口子": 2,
    "wife": 1, "husband": 1, "partner": 1, "brother": 1, "sister": 1, "friend": 1, "colleague": 1,
    "girlfriend": 1,
    "boyfriend": 1, "fiance": 1, "fiancee": 1, "fiancé": 1, "fiancée": 1, "son-in-law": 1,
    "daughter-in-law": 1,
    "assistant": 1, "boss": 1, "agent": 1, "spouse": 1, "missus": 1, "hubby": 1, "other half": 1, "nanny": 1,
    "helper": 1,
    "cousin": 1, "uncle": 1, "aunt": 1, "sister-in-law": 1, "brother-in-law": 1, "flatmate": 1,
    "interpreter": 1, "translator": 1, "lawyer": 1, "designer": 1, "architect": 1, "driver": 1,
    "secretary": 1,
    "bestie": 1, "mate": 1, "buddy": 1, "roommate": 1, "孩子他爸": 1, "孩子他妈": 1, "孩子爸": 1, "孩子妈": 1,
    "娃他爸": 1, "娃他妈": 1, "孩他爸": 1, "孩他妈": 1,
    "the mrs": 1, "my mrs": 1, "pal": 1, "fella": 1,
}
_ELDERS = {
    "老人家": 1, "老人": 1, "长辈": 1, "长者": 1, "爸爸妈妈": 2, "爸妈": 2, "老爸老妈": 2, "父母亲": 2,
    "父母": 2, "老豆老母": 2,
    "岳父岳母": 2, "岳父母": 2, "公公婆婆": 2, "公婆": 2, "爷爷奶奶": 2, "外公外婆": 2, "姥姥姥爷": 2,
    "爷爷": 1, "奶奶": 1,
    "外公": 1, "外婆": 1, "姥姥": 1, "姥爷": 1, "祖父": 1, "祖母": 1, "爸爸": 1, "妈妈": 1, "老爸": 1,
    "老汉儿": 1, "老汉": 1,
    "老妈": 1,
    "爸": 1, "妈": 1, "父亲": 1, "母亲": 1, "岳父": 1, "岳母": 1, "丈母娘": 1, "老丈人": 1, "公公": 1,
    "婆婆": 1,
    "老豆": 1, "老母": 1, "阿妈": 1, "阿爸": 1, "妈咪": 1, "嫲嫲": 1, "阿嫲": 1, "阿公": 1, "阿婆": 1,
    "奶": 1, "爷": 1,
    "爸他妈": 2, "爸她妈": 2, "2老": 2, "双亲": 2, "爹妈": 2, "爹": 1, "娘": 1, "家婆": 1, "外母": 1,
    "外父": 1, "阿嬷": 1,
    "parent": 1, "grandparent": 1, "mother": 1, "father": 1, "mum": 1, "mom": 1, "mam": 1, "dad": 1,
    "granny": 1, "mummy": 1, "mommy": 1, "daddy": 1, "nana": 1, "额吉": 1,
    "both sets of parent": 4, "both sets of grandparent": 4,
    "双方父母": 4, "两边父母": 4, "2边父母": 4, "双方老人": 4, "两边老人": 4, "2边老人": 4, "老太太": 1,
    "老爷子": 1, "老先生": 1,
    "老爷": 1, "阿爷": 1, "2位老人": 2, "folks": 2, "old man": 1, "mother in law": 1, "father in law": 1,
    "grandma": 1, "grandpa": 1, "grandmother": 1, "grandfather": 1, "mother-in-law": 1, "father-in-law": 1,
    "elder": 1,
    "senior": 1, "elderly": 1, "parents-in-law": 2, "in-laws": 2, "in-law": 1, "old people": 1,
    "elderly people": 1,
    "mum and dad": 2, "mom and dad": 2, "elderly parent": 1, "elderly mother": 1, "elderly father": 1,
    "old folk": 1,
}
_CHILDREN = {
    "小朋友": 1, "小孩子": 1, "小孩儿": 1, "小孩": 1, "孩子": 1, "儿子": 1, "女儿": 1, "宝宝": 1, "娃娃": 1,
    "娃儿": 1, "幺儿": 1,
    "娃": 1, "儿童": 1,
    "细路仔": 1, "细路女": 1, "细路": 1, "细佬仔": 1, "bb仔": 1, "bb": 1, "囡囡": 1, "囡": 1, "囝囝": 1,
    "仔仔": 1, "孙子": 1,
    "孙女": 1, "闺女": 1, "千金": 1, "婴儿": 1, "小宝贝": 1, "小宝": 1, "2娃": 2, "龙凤胎": 2, "双胞胎": 2,
    "小家伙": 1, "小囡": 1, "仔女": 1, "儿女": 1, "子女": 1, "个仔": 1, "个女": 1, "我仔": 1, "我女": 1, "孙仔": 1,
    "小童": 1, "小女孩": 1, "小男孩": 1, "女孩": 1, "男孩": 1, "小盆友": 1, "崽": 1, "baby girl": 1,
    "baby boy": 1,
    "child": 1, "children": 1, "kid": 1, "son": 1, "daughter": 1, "baby": 1, "babie": 1, "toddler": 1,
    "infant": 1,
    "little one": 1, "little 1": 1, "boy": 1, "girl": 1, "twin": 1, "twin boy": 2, "twin girl": 2,
    "twin son": 2, "twin daughter": 2, "grandson": 1, "granddaughter": 1,
    "grandchild": 1,
    "grandchildren": 1, "teenager": 1, "newborn": 1, "niece": 1, "nephew": 1, "small child": 1,
    "small children": 1, "little kid": 1,
    "small kid": 1,
    "young kid": 1, "young children": 1, "young child": 1,
}
# fmt: on
# Words for one and the same person; a pair is everybody in it.
_SAME = (
    (
        "father",
        ("爸爸", "老爸", "爸", "父亲", "老豆", "阿爸", "爹", "老汉儿", "老汉", "father", "dad", "daddy"),
    ),
    (
        "mother",
        (
            "妈妈",
            "老妈",
            "妈",
            "母亲",
            "老母",
            "阿妈",
            "妈咪",
            "娘",
            "mother",
            "mum",
            "mom",
            "mam",
            "mummy",
            "mommy",
        ),
    ),
    ("wife's father", ("岳父", "外父", "老丈人")),
    ("wife's mother", ("岳母", "外母", "丈母娘")),
    ("husband's father", ("公公",)),
    ("husband's mother", ("婆婆", "家婆")),
    ("father's father", ("爷爷", "爷", "祖父", "阿爷")),
    ("father's mother", ("奶奶", "奶", "祖母", "嫲嫲", "阿嫲", "阿嬷")),
    ("mother's father", ("外公", "姥爷", "阿公")),
    ("mother's mother", ("外婆", "姥姥", "阿婆")),
    ("wife", ("太太", "老婆", "妻子", "媳妇儿", "媳妇", "爱人", "wife", "missus", "my mrs", "the mrs")),
    ("husband", ("先生", "老公", "丈夫", "爱人", "husband", "hubby")),
    ("son", ("儿子", "仔仔", "囝囝", "个仔", "我仔", "son")),
    ("daughter", ("女儿", "闺女", "囡囡", "囡", "千金", "小囡", "个女", "我女", "daughter")),
    ("brother", ("哥哥", "哥", "弟弟", "弟", "brother")),
    ("sister", ("姐姐", "姐", "妹妹", "妹", "sister")),
    ("friend", ("朋友", "好朋友", "friend")),
)  # fmt: skip
_PAIRS = (
    ("father", "mother", ("爸爸妈妈", "爸妈", "老爸老妈", "父母亲", "父母", "老豆老母", "2老", "双亲", "爹妈",
                          "mum and dad", "mom and dad", "folks", "parent")),
    ("wife's father", "wife's mother", ("岳父岳母", "岳父母")),
    ("husband's father", "husband's mother", ("公公婆婆", "公婆")),
    ("father's father", "father's mother", ("爷爷奶奶",)),
    ("mother's father", "mother's mother", ("外公外婆", "姥姥姥爷")),
)  # fmt: skip


def _same_persons() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, words in _SAME:
        for word in words:
            found[word] = found.get(word, frozenset()) | {name}
    return found | {word: frozenset(pair) for *pair, words in _PAIRS for word in words}


# Who each word can mean; words without an entry name somebody of their own.
SAME_PERSON = _same_persons()
# Behind a person who does not come, in plain texts.
STAYS_AWAY = (
    r"(?:(?:不|唔|冇)[能会想用]?(?:来|去|嚟|带|跟|过来|过去|参加|到场)|没法(?:来|去)|走(?:不|唔)(?:开|了|"
    r"动)|"
    r"出不了门|(?:来|去|嚟|到|行)(?:不|唔)(?:了|成|到|切))"
)
STAYS_AWAY_LATIN = (
    r"\b(?:won't|can't|cannot|will not|not|isn't|aren't|couldn't)(?: be)?(?: able to)? "
    r"(?:com\w+|mak\w+ it|join\w*|go\w*)"
)
ELDERS, CHILDREN = _ELDERS, _CHILDREN
PEOPLE = _COMPANIONS | _ELDERS | _CHILDREN


def alternatives(words: dict[str, int], *, latin: bool) -> str:
    """A pattern of the Latin or the Chinese words, the longer of two before the shorter."""
    chosen = [word for word in words if word.isascii() is latin or (latin and word.startswith("fianc"))]
    # The English letters that Chinese writes for a baby.
    mixed = [] if latin or "bb" not in words else ["(?<![a-z])bb(?![a-z])"]
    return "|".join([*sorted(chosen, key=len, reverse=True), *mixed])
