"""Counts of the news article of June 2020, a repost in traditional characters.

Its counts of 2019 are compared with 2018 and come from the assessment of 2019; the others carry the article's date.
"""

from __future__ import annotations

from functools import partial

from egov.documents.counters.news_metrics import IDENTITY, NATION, article, shared
from egov.documents.counters.report_national import WHOSE_USES, five_levels
from egov.documents.counters.spec import Count

_2020 = partial(article, "news2020")
_JUNE_2020 = ("2020-06-04", "published")
_ASSESSED_2019 = ("2019", "assessed")
_SINCE_2018 = ("2018/2019", "stated")
_ITEMS = (
    "provincial_application_items_mean",
    "service items handled on application (依申请) at provincial level, mean of the provinces",
    "items",
    "items",
)

NEWS_2020 = (
    _2020(
        "part 1 (launch of the platform)",
        "2019年5月,",
        "通過打造",
        *NATION,
        "2019-05",
        "stated",
        Count(*shared("provinces_connected"), "聯通{n}個省"),
        Count(*shared("ministries_connected"), "和{n}個國務院"),
    ),
    _2020(
        "part 1 (coverage and users)",
        "通過打造",
        "據中央黨校",
        *NATION,
        *_ASSESSED_2019,
        Count(*five_levels("out of the provincial platforms, whose number is not given"), "數據顯示,{n}個省級"),
        Count(
            "regions_with_five_level_coverage_increase",
            "further provinces whose online services reach all five levels, out of the provincial platforms",
            "organisations",
            "regions",
            "增加了{n}個地區",
            *_SINCE_2018,
        ),
        Count(*_ITEMS, "平均{n}項提升", "2018", "stated"),
        Count(*_ITEMS, "提升至{n}項"),
        Count(
            "national_and_provincial_personal_users",
            "registered personal users of the national platform and the provincial platforms; enterprises not counted",
            "users",
            "persons",
            "數量為{n},",
        ),
        Count(
            "national_and_provincial_personal_users_increase",
            "growth of registered personal users of the national platform and the provincial platforms",
            "users",
            "persons",
            "增長{n},",
            *_SINCE_2018,
        ),
        Count("internet_users", "internet users in China", "users", "persons", "全國{n}網民", *_JUNE_2020),
        Count(
            "internet_users_per_platform_user",
            "internet users for each registered personal user of the platform, as the article rounds it",
            "users",
            "persons",
            "每{n}個網民",
            *_JUNE_2020,
        ),
    ),
    _2020(
        "part 2 (health code)",
        "評估報告顯示,新冠",
        "王益民表示",
        *NATION,
        *_JUNE_2020,
        Count(
            "health_code_records",
            "health code records gathered by the national platform and shared with the regions",
            "data_sharing",
            "records",
            "數據{n}條",
        ),
        Count(
            "health_code_services",
            "times the national platform's health code served a person",
            "visits",
            "times",
            "累計服務{n}人次",
        ),
    ),
    _2020(
        "part 3 (certificates and identity)",
        "評估報告顯示,全國",
        "王益民表示",
        *NATION,
        *_JUNE_2020,
        Count(
            "certificate_types_identified",
            "types of certificates that regions and departments issue, as listed for electronic sharing (梳理)",
            "certificates",
            "types",
            "證照類型{n}種",
        ),
        Count(*shared("certificate_types"), "已匯聚{n}種"),
        Count(
            "certificate_types_share_gathered",
            "share of the types of certificates listed for electronic sharing that are gathered",
            "certificates",
            "percent",
            "占比{n},",
        ),
        Count(
            "certificate_directory_entries",
            "entries in the directory of electronic certificates",
            "certificates",
            "records",
            "總量達{n}條",
        ),
        Count(
            "certificate_query_services",
            "queries and verifications of certificates through interfaces (接口查询和核验); not the report's 共享服务",
            "certificates",
            "times",
            "和核驗服務{n}次",
        ),
        Count(*IDENTITY, "認證核驗服務{n}次"),
        Count(
            "enterprise_registration_verifications",
            "real-name verifications for the registration of enterprises",
            "data_sharing",
            "times",
            "實名核驗{n}次",
        ),
    ),
    _2020(
        "part 4 (mobile services)",
        "數據顯示,2019年,",
        "對此,王益民",
        *NATION,
        *_JUNE_2020,
        Count(
            "mobile_services",
            "services that the regions offer on mobile devices through the national integrated platform",
            "items",
            "items",
            "提供了{n}項移動",
            "2019",
            "stated",
        ),
        Count(
            "mobile_services_growth",
            "growth of the services that the regions offer on mobile devices through the national integrated platform",
            "items",
            "percent",
            "增長{n}。",
            *_SINCE_2018,
        ),
        Count(
            "national_platform_uses",
            f"uses of the national platform since its launch; for total_uses, {WHOSE_USES}",
            "visits",
            "times",
            "使用量{n}人次",
        ),
        Count(
            "national_platform_visitors",
            "visitors of the national platform since its launch",
            "visits",
            "persons",
            "總訪問人數{n}人",
        ),
        Count(
            "national_platform_real_name_users",
            "real-name registered users (实名注册用户) of the national government service platform",
            "users",
            "persons",
            "注冊用戶{n},",
        ),
        Count(
            "national_platform_mini_programme_users",
            "users of the national platform's mini programme",
            "users",
            "persons",
            "首個用戶{n}的",
        ),
    ),
)
