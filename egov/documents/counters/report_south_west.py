"""Counts of the capability report, chapter 3 §2: South-West and North-West China, with boxes 42-52."""

from __future__ import annotations

from egov.documents.counters.report_regions import Stretch, declare

SECTIONS = declare(
    {
        Stretch("重庆", "ch. 3 §2 (重庆)", r"重庆市政务数据", r"专栏 42：重庆"): {
            "firm_archive_departments": r"已归集 ?{n} ?个部门",
            "firm_archive_categories": r"部门 ?{n} ?类 ?\d+ ?余",
            "firm_archive_records": r"类 ?{n}条涉企",
            "firm_archive_items": r"支撑 ?{n} ?项涉企",
            "person_archive_departments": r"残联等 ?{n} ?个",
            "person_archive_categories": r"{n} ?类个人",
            "person_archive_records": r"个人数据{n}条",
        },
        Stretch("重庆", "box 42", r"专栏 42：重庆", r"四川省将“一网"): {
            "online_proof_departments": r"涉及 ?{n} ?个部门",
            "online_proof_items": r"的 ?{n} ?个首批",
        },
        Stretch("四川", "ch. 3 §2 (四川)", r"四川省将“一网", r"专栏 43：四川"): {
            "department_systems_connected": r"自建业务系统 ?{n} ?个",
            "department_systems_share": r"个，完成率 ?{n}；对",
            "national_systems_connected": r"国家垂管系统 ?{n} ?个",
            "national_systems_share": r"完成率 ?{n}；所有",
            "case_data_gathered_share": r"统一，{n}的事项",
        },
        Stretch("川渝", "box 43", r"专栏 43：四川", r"贵州省印发", scope="area"): {
            "shared_item_lists": r"落地的 ?{n} ?批次",
            "shared_items": r"批次共 ?{n} ?项",
            "shared_items_online": r"中有 ?{n} ?项",
            "shared_items_online_share": r"占比达 ?{n}",
        },
        Stretch("贵州", "box 44", r"专栏 44：贵州", r"云南省全面实施"): {
            "single_window_item_share": r"事项比例达 ?{n}",
            "front_windows_before": r"由原来 ?{n} ?个",
            "front_windows_after": r"缩减至 ?{n} ?个",
            "front_windows_cut": r"个，缩减比例达 ?{n}",
            "front_staff_before": r"人员由 ?{n} ?人",
            "front_staff_after": r"缩减至 ?{n} ?人",
            "front_staff_cut": r"人，缩减比例达 ?{n}",
        },
        Stretch("云南", "ch. 3 §2 (云南)", r"云南省全面实施", r"专栏 45：云南"): {
            "firm_start_time": r"压缩至 ?{n} ?个工作日",
            "business_licence_items_reformed": r"涉及的 ?{n} ?个",
            "business_licence_abolished": r"取消审批 ?{n} ?项",
            "business_licence_filing": r"改备案 ?{n} ?项",
            "business_licence_pledge": r"告知承诺 ?{n} ?项",
            "business_licence_improved": r"审批服务 ?{n} ?项",
        },
        Stretch("云南", "box 45", r"专栏 45：云南", r"西藏自治区对标", as_of="2021-12-31", basis="stated"): {
            "hotlines_merged": r"，{n} ?条热线",
            "hotline_merger_ways": r"分中心 ?{n} ?种",
        },
        Stretch("西藏", "ch. 3 §2 (西藏)", r"西藏自治区对标", r"专栏 46：西藏"): {
            "platform_systems_built": r"完成了 ?{n} ?个系统",
            "platform_departments": r"全区 ?{n} ?家",
            "platform_prefectures": r"、{n} ?个地市",
            "platform_counties": r"、{n} ?个县区",
            "platform_towns_villages": r"、{n} ?个乡镇",
            "national_system_ministries": r"完成 ?{n} ?个国家部委",
            "national_systems_connected": r"部委 ?{n} ?个垂建",
            "department_system_owners": r"推动 ?{n} ?家区直",
            "department_systems_connecting": r"单位 ?{n} ?个自建",
            "items_being_connected": r"对接 ?{n} ?项政务",
        },
        Stretch("西藏", "box 46", r"专栏 46：西藏", r"（七）西北地区"): {
            "national_catalogue_items": r"完成 ?{n} ?项国家",
            "items_published": r"共发布 ?{n} ?项",
            "items_published_region": r"自治区级 ?{n} ?项",
            "items_published_prefectures": r"地市级 ?{n} ?项",
            "items_published_counties": r"县区级 ?{n} ?项",
            "items_published_towns": r"\)级 ?{n} ?项",
            "items_published_villages": r"村居级 ?{n} ?项",
        },
        Stretch("甘肃", "box 48", r"专栏 48：甘肃", r"青海省打造"): {
            "mobile_departments": r"接入 ?{n} ?个省直",
            "mobile_frequent_items": r"、{n} ?项高频",
            "licences_online_share": r"全程网办率达 ?{n}",
            "licences_one_visit_share": r"次”事项数达 ?{n}",
            "licences_zero_visit_share": r"动”事项数达 ?{n}",
        },
        Stretch("宁夏", "ch. 3 §2 (宁夏)", r"宁夏回族自治区加速", r"专栏 50：宁夏"): {
            "shared_support_systems": r"信用等 ?{n} ?个",
        },
        Stretch("宁夏", "box 50", r"专栏 50：宁夏", r"新疆维吾尔自治区依托"): {
            "towns_with_service_centre": r"全区 ?{n} ?个乡镇",
            "villages_with_agents_share": r"，{n}的行政村",
            "items_at_town": r"全区 ?{n}个事项",
            "items_at_village": r"，{n} ?个事项可不出",
            "items_without_paper": r"，{n} ?个事项可“零",
        },
        Stretch("新疆", "ch. 3 §2 (新疆)", r"新疆维吾尔自治区依托", r"专栏 51：新疆"): {
            "silk_road_items": r"设立等 ?{n} ?个",
            "silk_road_cases": r"丝路通办”，产生办件 ?{n}件",
            "silk_road_approval": r"件，好评率{n}；",
            "region_wide_items": r"；{n} ?个事项",
            "region_wide_cases": r"区内通办”，产生办件 ?{n}件",
            "region_wide_approval": r"件，好评率{n}。",
        },
        Stretch("新疆", "box 51", r"专栏 51：新疆", r"新疆生产建设兵团着力", as_of="2021-11", basis="stated"): {
            "hotline_prefectures": r"对接 ?{n} ?个地州",
            "hotlines_merged": r"归并 ?{n} ?条",
        },
        Stretch("新疆兵团", "ch. 3 §2 (新疆兵团)", r"新疆生产建设兵团着力", r"专栏 52：新疆"): {
            "licences_merged": r"，{n} ?项涉企",
        },
        Stretch("新疆兵团", "box 52", r"专栏 52：新疆", r"中央党校\(国家", as_of="2021-07", basis="stated"): {
            "business_licence_items_reformed": r"》中 ?{n} ?项",
            "business_licence_reform_ways": r"等{n}种方式",
        },
    }
)
