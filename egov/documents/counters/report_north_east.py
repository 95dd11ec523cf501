"""Counts of the capability report, chapter 3 §2: North, North-East and East China, with boxes 21-35."""

from __future__ import annotations

from egov.documents.counters.report_regions import Full, Stretch, declare

SECTIONS = declare(
    {
        Stretch("北京", "ch. 3 §2 (北京)", r"北京市大力推进", r"专栏 21：北京"): {
            "one_window_application_items": r"上线 ?{n} ?个",
            "materials_waived": r"实现 ?{n} ?份",
            "fields_prefilled": r"{n} ?个字段",
        },
        Stretch("北京", "box 21", r"专栏 21：北京", r"天津市以政务"): {
            "electronic_seal_uses": r"累计应用 ?{n}次，并",
            "enterprises_with_electronic_seals": r"并为 ?{n}家",
            "electronic_seals_issued": r"印章 ?{n}枚",
            "certificate_types_applied": r"执照等 ?{n} ?类",
            "items_using_certificates": r"设立等 ?{n} ?个",
            "certificate_uses": r"事项中累计应用 ?{n}次",
            "electronic_residence_permits": r"\(卡\){n}张",
            "electronic_birth_certificates": r"医学证明 ?{n}张",
        },
        Stretch("天津", "box 22", r"专栏 22：天津", r"河北省积极利用"): {
            "unresolved_matter_windows": r"窗口 ?{n} ?个",
        },
        Stretch("河北", "box 23", r"专栏 23：河北", r"山西省针对"): {
            "free_seals_per_enterprise": r"免费发放 ?{n} ?枚",
        },
        Stretch("内蒙古", "box 25", r"专栏 25：内蒙古", r"（二）东北地区"): {
            "departments_connected": r"{n}个区直部门",
            "registered_users_share": r"常住人口的 ?{n}",
            "mobile_applications": r"各类应用 ?{n} ?项",
            "mobile_frequent_items": r"，{n} ?项高频",
            "one_thing_once_services": r"{n} ?件惠企",
            "project_agency_items": r"{n} ?个投资项目",
        },
        Stretch("黑龙江", "ch. 3 §2 (黑龙江)", r"黑龙江省坚持", r"专栏 26：黑龙江"): {
            "credit_pledge_items_province": r"公布第一批 ?{n}\s*项信用",
            "credit_pledge_items_cities": r"累计公布 ?{n} ?项",
            "themed_bundles": r"增至 ?{n} ?项",
        },
        Stretch("吉林", "box 27", r"专栏 27：吉林", r"辽宁省全力推进"): {
            "mobile_service_categories": r"救助等 ?{n} ?大类",
            "mobile_applications": r"便民服务应用 ?{n}项",
            "policy_push_daily_readers": r"日均 ?{n}人",
        },
        Stretch("辽宁", "ch. 3 §2 (辽宁)", r"辽宁省全力推进", r"专栏 28：辽宁"): {
            "actual_online_rate": r"实际网办率达到 ?{n}",
            "mobile_frequent_items": r"，{n} ?个“高频",
            "cross_province_items": r"，{n} ?个事项实现“跨",
            "service_centres": r"全省 ?{n} ?个政务服务",
            "convenience_stations": r"打造 ?{n} ?个“一站",
        },
        Stretch("辽宁", "box 28", r"专栏 28：辽宁", r"（三）华东地区"): {
            "construction_approval_systems": r"{n} ?个系统",
            "construction_approval_phases": r"验收 ?{n} ?个阶段",
        },
        Stretch("上海", "ch. 3 §2 (上海)", r"上海市聚焦高频", r"专栏 29：上海"): {
            "quick_service_minutes": r"“{n} ?分钟填报",
            "whole_process_online_items": Full(r"全程网办事项 ?{n} ?项"),
            "whole_process_online_share": r"政务服务事项的 ?{n}",
            "online_cases": r"网办办件已{n}件",
            "online_case_share": r"网办比例{n}",
        },
        Stretch("上海", "box 29", r"专栏 29：上海", r"江苏省在全省", as_of="2022-12-31", basis="stated"): {
            "assistant_resolution_target": r"小申”解决率达到 ?{n}",
            "human_resolution_target": r"帮办”解决率达到 ?{n}",
            "human_response_time_target": r"工作人员 ?{n} ?分钟",
            "assisted_items_target": r"居前的 ?{n} ?个",
        },
        Stretch("江苏", "ch. 3 §2 (江苏)", r"江苏省在全省", r"专栏 30：江苏"): {
            "business_licence_items_reformed": r"清单管理，对 ?{n} ?项",
            "business_licence_reform_ways": r"等{n}种方式",
            "free_trade_zone_licence_items": r"试点力度，对 ?{n} ?项",
        },
        Stretch("江苏", "box 30", r"专栏 30：江苏", r"浙江省推动以"): {
            "start_on_land_cities": r"全省 ?{n} ?市",
            "start_on_land_projects": r"重大项目 ?{n} ?个",
            "start_on_land_government": r"政府投资项目 ?{n} ?个",
            "start_on_land_private": r"社会投资项目 ?{n} ?个",
            "start_on_land_industrial": r"产业类项目 ?{n} ?个",
            "permit_time_after_land": r"普遍在 ?{n} ?个",
            "project_preparation_before": r"原来的 ?{n} ?个",
            "project_preparation_after": r"平均 ?{n} ?个",
        },
        Stretch("浙江", "ch. 3 §2 (浙江)", r"浙江省推动以", r"专栏 31：浙江"): {
            "business_systems_connected": r"省市县 ?{n} ?套",
            "convenience_services": r"集成 ?{n} ?个便民",
            "uniform_service_items": r"全省 ?{n}\s*个政务服务",
        },
        Stretch("浙江", "box 31", r"专栏 31：浙江", r"安徽省依托全国", as_of="2021-12-31", basis="stated"): {
            "wages_paid_online": r"发放工资 ?{n}元",
            "migrant_workers_paid": r"，让 ?{n}农民工",
        },
        Stretch("安徽", "ch. 3 §2 (安徽)", r"安徽省依托全国", r"专栏 32：安徽"): {
            "mobile_services": r"接入服务{n}项",
            "mobile_daily_users_peak": r"最高日活跃用户 ?{n}人",
            "mobile_installations": r"装载量{n}，",
            "mobile_visits": r"总访问量{n}次",
        },
        Stretch("安徽", "box 32", r"专栏 32：安徽", r"福建省始终把"): {
            "service_places_mapped": r"关联全省 ?{n}个",
            "service_items_mapped": r"，{n}个服务事项",
            "mobile_daily_users": r"日活跃用户达 ?{n}人",
        },
        Stretch("福建", "box 33", r"专栏 33：福建", r"江西省按照"): {
            "finance_platform_departments": r"社保等 ?{n} ?个部门",
            "finance_platform_data": r"部门 ?{n}项涉企",
            "finance_platform_institutions": r"机构 ?{n} ?家",
            "finance_platform_users": r"注册用户{n}户",
            "finance_platform_products": r"发布 ?{n}款",
            "finance_platform_financed": r"累计为{n}户",
            "finance_platform_loans": r"融资需求{n}笔",
            "finance_platform_amount": r"金额{n}元",
        },
        Stretch("江西", "ch. 3 §2 (江西)", r"江西省按照", r"专栏 34：江西"): {
            "mobile_platform_cities": r"全省 ?{n} ?个设区市",
            "mobile_platform_counties": r"和 ?{n} ?个县级",
            "mobile_services": r"共上线 ?{n}项",
            "departments_joined": r"{n} ?个省级部门",
            "data_islands_joined": r"部门 ?{n} ?个数据",
        },
        Stretch("江西", "box 34", r"专栏 34：江西", r"山东省托"): {
            "paperless_city_halls": r"市等 ?{n} ?个地市",
            "paperless_county_halls": r"和 ?{n} ?个区县",
            "paperless_items": r"申请等 ?{n} ?项",
            "paper_replaced": r"纸质材料 ?{n}次",
        },
        Stretch("山东", "ch. 3 §2 (山东)", r"山东省托", r"专栏 35：山东", as_of="2021", basis="stated"): {
            "proofs_abolished": r"实体证明 ?{n}类",
            "proofs_abolished_items": r"涉及 ?{n}个事项",
            "proofs_saved": r"证明次数 ?{n}次",
        },
        Stretch("山东", "ch. 3 §2 (山东)", r"山东省托", r"专栏 35：山东"): {
            "certificate_types_applied": r"证等 ?{n} ?类",
            "certificate_services_province": r"证照服务 ?{n}次",
        },
        Stretch("山东", "box 35", r"专栏 35：山东", r"（四）华中地区"): {
            "two_lifecycles_items": r"经常办理的{n}项",
            "school_entry_county_share": r"全省 ?{n} ?的县区",
            "school_entry_families": r"惠及 ?{n}个学生",
            "firm_start_and_property_time": r"实现 ?{n} ?个工作日",
        },
    }
)
