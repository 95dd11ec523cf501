"""Counts of the capability report, chapter 3 §2: Central and South China, with boxes 36-41."""

from __future__ import annotations

from egov.documents.counters.report_regions import Stretch, declare

SECTIONS = declare(
    {
        Stretch("河南", "box 36", r"专栏 36：河南", r"湖北省以事项"): {
            "province_wide_items": r"认定等 ?{n} ?个服务",
            "one_thing_once_services": r"实现 ?{n} ?个群众",
            "livelihood_projects": r"全省{n}大重点",
            "mobile_frequent_items": r"登记等 ?{n} ?个与",
        },
        Stretch("湖北", "ch. 3 §2 (湖北)", r"湖北省以事项", r"专栏 37: 湖北省:“"): {
            "province_vertical_systems": r"全省 ?{n} ?个省垂",
            "province_department_systems": r"、{n} ?个省直系统",
            "city_built_systems": r"、{n} ?个市州自建",
            "province_vertical_systems_share": r"打通率分别为 ?{n}、",
            "province_department_systems_share": r"分别为[^、]+、{n}、",
            "city_built_systems_share": r"分别为[^、]+、[^、]+、{n}。",
            "certificate_types_not_asked": r"实现 ?{n} ?本",
        },
        Stretch("湖北", "box 37", r"湖北省全面推动", r"湖南省结合"): {
            "cross_province_items": r"推动 ?{n} ?项国家",
            "cross_province_agreements": r"等 ?{n} ?省市",
            "cross_province_items_of_cities": r"通办”事项{n}个",
        },
        Stretch("武汉城市圈", "box 37", r"湖北省全面推动", r"湖南省结合", scope="area"): {
            "region_wide_items": r"分别实现 ?{n}、",
        },
        Stretch("襄十随神城市群", "box 37", r"湖北省全面推动", r"湖南省结合", scope="area"): {
            "region_wide_items": r"分别实现[^、]+、{n}、",
        },
        Stretch("宜荆荆恩城市群", "box 37", r"湖北省全面推动", r"湖南省结合", scope="area"): {
            "region_wide_items": r"分别实现[^、]+、[^、]+、{n} ?个",
        },
        Stretch("湖南", "box 38", r"湖南省政府政务", r"（五）华南地区"): {
            "mobile_departments": r"实现 ?{n} ?个省直",
            "mobile_licence_items": r"厅局 ?{n} ?项",
            "mobile_booking_items": r"{n} ?项省政务",
            "mobile_payment_items": r"{n} ?项公共服务",
            "mobile_cross_province_items": r"开通了 ?{n} ?项",
        },
        Stretch("广西", "ch. 3 §2 (广西)", r"广西壮族自治区以数", r"专栏 40：广西"): {
            "mobile_everyday_services": r"，{n} ?个便民",
            "enterprises_with_electronic_seals": r"广西 ?{n} ?家",
            "electronic_seals_issued": r"了 ?{n}枚",
            "business_policies_published": r"累计发布 ?{n} ?条",
            "data_records": r"总量{n}条",
        },
        Stretch("广西", "box 40", r"专栏 40：广西", r"海南省整合了"): {
            "micro_reforms": r"执照等 ?{n} ?项",
            "bundled_task_lists": r"编制 ?{n} ?张",
        },
        Stretch("海南", "ch. 3 §2 (海南)", r"海南省整合了", r"专栏 41：海南"): {
            "mobile_items_province": r"实现 ?{n} ?个省级",
            "mobile_items_cities_counties": r"，{n} ?个市县级",
        },
    }
)
