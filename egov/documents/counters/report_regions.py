"""What the regional counts of the capability report measure, and how a stretch of chapter 3 §2 declares them.

The province paragraphs and boxes 21-52 print many counts of few kinds. A kind is named once here; the modules of
the regions give, for each :class:`Stretch`, the pattern around each figure by the name of its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from egov.documents.counters.spec import Count, Section


class Metric(NamedTuple):
    """A kind of count: what it counts in our words, its domain and its unit of measure."""

    en: str
    domain: str
    unit_of_measure: str


class Stretch(NamedTuple):
    """A province's paragraph or box: the unit, the place, the anchors, and the date where the text states one."""

    unit: str
    place: str
    start: str
    stop: str
    as_of: str = "2021"
    basis: str = "assessed"
    scope: str = "province"


class Full(str):
    """The pattern of a figure that elsewhere is printed less fully: this one becomes the first mention."""

    __slots__ = ()


def declare(stretches: Mapping[Stretch, Mapping[str, str]]) -> tuple[Section, ...]:
    """Sections of the report from patterns by metric; ``KeyError`` for a metric that is not in ``METRICS``."""
    return tuple(
        Section(
            source="report2022",
            counts=tuple(
                Count(metric, *METRICS[metric], pattern, full=isinstance(pattern, Full))
                for metric, pattern in patterns.items()
            ),
            **stretch._asdict(),
        )
        for stretch, patterns in stretches.items()
    )


_KINDS: dict[tuple[str, str], dict[str, str]] = {
    ("cases", "cases"): {
        "online_cases": "cases handled online on 一网通办",
        "region_wide_cases": "cases handled anywhere in the region (区内通办)",
        "silk_road_cases": "cases handled across the five members of the Silk Road alliance (丝路通办)",
    },
    ("cases", "loans"): {
        "finance_platform_loans": "financing needs met through the province's finance platform, cumulative",
    },
    ("cases", "projects"): {
        "start_on_land_government": "projects of government investment started when land was obtained (拿地即开工)",
        "start_on_land_industrial": "industrial projects of private investment started when land was obtained "
        "(拿地即开工)",
        "start_on_land_private": "projects of private investment started when land was obtained (拿地即开工)",
        "start_on_land_projects": "major projects started when land was obtained (拿地即开工)",
    },
    ("cases", "times"): {
        "proofs_saved": "times that a proof need not be handed in, since 2021",
    },
    ("certificates", "certificates"): {
        "electronic_birth_certificates": "electronic birth certificates issued, cumulative",
        "electronic_residence_permits": "electronic residence permits issued, cumulative",
    },
    ("certificates", "seals"): {
        "electronic_seals_issued": "electronic seals given to enterprises",
        "free_seals_per_enterprise": "electronic seals that each enterprise gets free of charge",
    },
    ("certificates", "times"): {
        "certificate_services_province": "times that electronic-certificate services (电子证照服务) were provided in "
        "the province",
        "certificate_uses": "uses of electronic certificates in service items, cumulative",
        "electronic_seal_uses": "uses of electronic seals in government service, cumulative",
        "paper_replaced": "times that an electronic certificate replaced a paper handed in",
    },
    ("certificates", "types"): {
        "certificate_types_applied": "types of electronic certificates in use",
        "certificate_types_not_asked": "types of frequently used certificates that need not be handed in",
    },
    ("data_sharing", "categories"): {
        "firm_archive_categories": "kinds of data in the archive on enterprises (一企一档)",
        "person_archive_categories": "kinds of data in the archive on persons (一人一档)",
    },
    ("data_sharing", "departments"): {
        "departments_joined": "departments of the province whose separate data stores (数据孤岛) were joined",
        "finance_platform_departments": "departments whose data the province's finance platform joins",
        "firm_archive_departments": "departments whose data are in the archive on enterprises (一企一档)",
        "person_archive_departments": "departments whose data are in the archive on persons (一人一档)",
    },
    ("data_sharing", "fields"): {
        "fields_prefilled": "form fields shared and filled in automatically in the unified application (一口申报)",
    },
    ("data_sharing", "items"): {
        "finance_platform_data": "kinds of enterprise data that the province's finance platform joins",
    },
    ("data_sharing", "records"): {
        "data_records": "records of government data gathered in the region's sharing platform",
        "firm_archive_records": "records in the archive on enterprises (一企一档)",
        "person_archive_records": "records in the archive on persons (一人一档)",
    },
    ("data_sharing", "systems"): {
        "data_islands_joined": "separate data stores (数据孤岛) of departments of the province that were joined",
    },
    ("hotlines", "hotlines"): {
        "hotlines_merged": "hotlines merged into 12345",
    },
    ("hotlines", "prefectures"): {
        "hotline_prefectures": "prefectures whose 12345 hotlines are joined to that of the region",
    },
    ("hotlines", "ways"): {
        "hotline_merger_ways": "ways in which hotlines were merged into 12345",
    },
    ("items", "applications"): {
        "mobile_applications": "applications in the province's mobile platform",
    },
    ("items", "categories"): {
        "mobile_service_categories": "categories of services in the province's mobile platform",
    },
    ("items", "documents"): {
        "materials_waived": "application documents that need not be handed in with the unified application (一口申报)",
    },
    ("items", "items"): {
        "assisted_items_target": "target for the end of 2022: most-used items of enterprises and persons with online "
        "help",
        "credit_pledge_items_cities": "items granted on a credit pledge (信用承诺制), lists of the cities together",
        "credit_pledge_items_province": "items granted on a credit pledge (信用承诺制), first list of the province",
        "cross_province_items": "service items handled across provinces (跨省通办)",
        "cross_province_items_of_cities": "service items that the cities of the province handle across provinces "
        "(跨省通办), together",
        "firm_archive_items": "service items for enterprises that the archive on enterprises (一企一档) supports",
        "items_at_town": "service items that can be handled in the town or street",
        "items_at_village": "service items that can be handled without leaving the village or community",
        "items_being_connected": "service items of the departments' systems that are being connected to the platform",
        "items_published": "service items published by the region, all five levels together",
        "items_published_counties": "service items published by counties and districts of the region",
        "items_published_prefectures": "service items published by prefectures of the region",
        "items_published_region": "service items published at the level of the region itself",
        "items_published_towns": "service items published by towns and streets of the region",
        "items_published_villages": "service items published by villages and communities of the region",
        "items_using_certificates": "service items in which electronic certificates are used",
        "items_without_paper": "service items handled without any material (零材料)",
        "licences_merged": "certificates of enterprises merged into one (多证合一)",
        "mobile_booking_items": "items of the province's service hall that can be booked on a mobile phone",
        "mobile_cross_province_items": "items handled across provinces (跨省通办) in the province's mobile platform",
        "mobile_frequent_items": "frequent items and services (高频事项, 高频服务) handled on a mobile phone",
        "mobile_items": "service items handled on a mobile phone (掌上办, 指尖办)",
        "mobile_items_cities_counties": "service items of cities and counties handled on a mobile phone",
        "mobile_items_province": "service items of the province itself handled on a mobile phone",
        "mobile_licence_items": "items of administrative approval of departments of the province handled on a mobile "
        "phone",
        "mobile_payment_items": "services and charges that can be paid on a mobile phone",
        "mobile_services": "services in the province's mobile platform",
        "national_catalogue_items": "items of the national catalogue of services that the region updated with it",
        "one_thing_once_services": "bundles of items handled as one matter (一件事)",
        "one_window_application_items": "frequent items online in the unified application (一口申报)",
        "online_proof_items": "frequently used proofs issued online, first list",
        "paperless_items": "frequent items handled without paper certificates",
        "project_agency_items": "items of investment projects that staff handle for the applicant",
        "proofs_abolished_items": "items for which paper proofs are no longer asked, since 2021",
        "province_wide_items": "service items handled anywhere in the province (全省通办)",
        "region_wide_items": "service items handled anywhere in the region (区域通办, 区内通办)",
        "service_items_mapped": "service items on the province's electronic map",
        "shared_items": "items that 四川 and 重庆 handle for each other (川渝通办)",
        "shared_items_online": "items that 四川 and 重庆 handle for each other (川渝通办), online from start to end",
        "silk_road_items": "service items handled across the five members of the Silk Road alliance (丝路通办)",
        "themed_bundles": "services bundled by theme (事项主题集成服务)",
        "two_lifecycles_items": "frequently handled items integrated for enterprises and for persons, each",
        "uniform_service_items": "service items accepted at any window and handled by one standard",
        "whole_process_online_items": "service items handled online from start to end (全程网办)",
    },
    ("items", "services"): {
        "convenience_services": "everyday services for people and services for enterprises (便民惠企服务) in the "
        "province's platform",
        "mobile_everyday_services": "everyday services (便民服务) handled on a mobile phone",
    },
    ("items", "types"): {
        "proofs_abolished": "kinds of paper proof no longer asked for, since 2021",
    },
    ("money", "yuan"): {
        "finance_platform_amount": "amount financed through the province's finance platform, cumulative",
        "wages_paid_online": "wages paid through the application against wage arrears (安薪在线), cumulative",
    },
    ("organisations", "cities"): {
        "start_on_land_cities": "cities in which construction may start when land is obtained (拿地即开工)",
    },
    ("organisations", "counties"): {
        "platform_counties": "counties that the region's service platform covers",
    },
    ("organisations", "departments"): {
        "department_system_owners": "departments of the region whose own systems are being connected to the platform",
        "mobile_departments": "departments of the province whose items are in the province's mobile platform",
        "online_proof_departments": "departments whose frequently used proofs are issued online",
        "platform_departments": "departments of the region that its service platform covers",
    },
    ("organisations", "institutions"): {
        "finance_platform_institutions": "financial institutions in the province's finance platform",
    },
    ("organisations", "ministries"): {
        "national_system_ministries": "ministries whose systems are connected to the region's platform",
    },
    ("organisations", "percent"): {
        "school_entry_county_share": "share of counties where school entry needs no proof",
    },
    ("organisations", "places"): {
        "platform_towns_villages": "towns, streets and villages that the region's service platform covers",
    },
    ("organisations", "prefectures"): {
        "platform_prefectures": "prefectures that the region's service platform covers",
    },
    ("organisations", "provinces"): {
        "cross_province_agreements": "provinces and municipalities with which an agreement on service across "
        "provinces is signed",
    },
    ("other", "percent"): {
        "assistant_resolution_target": "target for the end of 2022: share of questions to online help that the "
        "machine assistant settles",
        "human_resolution_target": "target for the end of 2022: share of questions that human online help settles",
        "region_wide_approval": "share of favourable ratings (好评率) among cases handled anywhere in the region "
        "(区内通办)",
        "silk_road_approval": "share of favourable ratings (好评率) among cases handled across the Silk Road "
        "alliance (丝路通办)",
    },
    ("other", "phases"): {
        "construction_approval_phases": "phases into which the approval of construction projects is divided",
    },
    ("other", "products"): {
        "finance_platform_products": "financial products offered in the province's finance platform",
    },
    ("policies", "batches"): {
        "shared_item_lists": "batches in which the items that 四川 and 重庆 handle for each other (川渝通办) were "
        "published",
    },
    ("policies", "items"): {
        "business_licence_abolished": "business licensing items whose approval is abolished (直接取消审批)",
        "business_licence_filing": "business licensing items whose approval becomes filing (审批改备案)",
        "business_licence_improved": "business licensing items whose approval is made easier (优化审批服务)",
        "business_licence_items_reformed": "business licensing items that the reform of permits covers (证照分离)",
        "business_licence_pledge": "business licensing items granted on a pledge (告知承诺)",
        "free_trade_zone_licence_items": "business licensing items that the reform of permits (证照分离) covers in "
        "the free-trade zone pilot",
    },
    ("policies", "lists"): {
        "bundled_task_lists": "task lists of bundled services for enterprises, persons and special groups (全链通办)",
    },
    ("policies", "measures"): {
        "micro_reforms": "small reforms (微改革) of service for people and enterprises",
    },
    ("policies", "policies"): {
        "business_policies_published": "policies for the good of people and enterprises published on the region's "
        "platform for them, cumulative",
    },
    ("policies", "projects"): {
        "livelihood_projects": "projects or matters for people's livelihood (民生工程, 民生实事) on the list of the "
        "provincial government",
    },
    ("policies", "ways"): {
        "business_licence_reform_ways": "ways in which business licensing items are reformed",
    },
    ("share_of_items", "percent"): {
        "actual_online_rate": "share of government service that is really handled online (实际网办率)",
        "case_data_gathered_share": "share of service items whose cases are gathered and whose results can be looked "
        "up and checked",
        "licences_one_visit_share": "share of the province's licensing items that need one visit at most",
        "licences_online_share": "share of the province's licensing items handled online from start to end",
        "licences_zero_visit_share": "share of the province's licensing items that need no visit",
        "online_case_share": "share of cases on 一网通办 that are really handled online",
        "shared_items_online_share": "share of the items that 四川 and 重庆 handle for each other (川渝通办) that "
        "are online from start to end",
        "single_window_item_share": "share of service items brought into integrated acceptance (综合受理)",
        "whole_process_online_share": "share of all service items that are handled online from start to end (全程网办)",
    },
    ("systems", "branches"): {
        "mobile_platform_cities": "city branches of the province's mobile platform",
        "mobile_platform_counties": "county branches of the province's mobile platform",
    },
    ("systems", "departments"): {
        "departments_connected": "regional departments whose business systems are connected to the platform",
    },
    ("systems", "percent"): {
        "city_built_systems_share": "share of the systems built by cities of the province that are connected (打通率)",
        "department_systems_share": "share of the systems built by departments of the province that are connected to "
        "the platform",
        "national_systems_share": "share of the systems run by ministries that are connected to the platform",
        "province_department_systems_share": "share of the systems of departments of the province that are connected "
        "(打通率)",
        "province_vertical_systems_share": "share of the systems that the province runs down to its lower levels "
        "that are connected (打通率)",
    },
    ("systems", "systems"): {
        "business_systems_connected": "business systems of ministries, province, cities and counties connected to "
        "the platform",
        "city_built_systems": "systems built by cities of the province",
        "construction_approval_systems": "departments' systems joined in the platform for construction approval",
        "department_systems_connected": "systems built by departments of the province that are connected to the "
        "platform",
        "department_systems_connecting": "systems built by departments of the region that are being connected to the "
        "platform",
        "national_systems_connected": "systems run by ministries (国家垂管, 垂建系统) that are connected to the "
        "platform",
        "platform_systems_built": "systems built for the region's service platform",
        "province_department_systems": "systems of departments of the province",
        "province_vertical_systems": "systems that the province runs down to its lower levels",
        "shared_support_systems": "support systems shared by all departments of the region",
    },
    ("time", "minutes"): {
        "human_response_time_target": "target for the end of 2022: time to the first answer of human online help, at "
        "most",
        "quick_service_minutes": "time to fill in a form of the quick service (快办)",
    },
    ("time", "working days"): {
        "firm_start_and_property_time": "time to complete the start of a business, and to complete the registration "
        "of property, each",
        "firm_start_time": "time to start a business, at most",
        "permit_time_after_land": "time from the land sale to the last permit before construction, usually at most",
        "project_preparation_after": "preparation of a construction project after the reform (拿地即开工), mean",
        "project_preparation_before": "preparation of a construction project before the reform (拿地即开工)",
    },
    ("users", "enterprises"): {
        "enterprises_with_electronic_seals": "enterprises that were given electronic seals",
        "finance_platform_financed": "enterprises financed through the province's finance platform, cumulative",
        "finance_platform_users": "registered users of the province's finance platform",
    },
    ("users", "families"): {
        "school_entry_families": "families of pupils served by the joined-up school entry",
    },
    ("users", "installations"): {
        "mobile_installations": "installations of the province's mobile platform, cumulative",
    },
    ("users", "percent"): {
        "registered_users_share": "registered personal users as a share of the resident population",
    },
    ("users", "persons"): {
        "migrant_workers_paid": "migrant workers paid through the application against wage arrears (安薪在线)",
    },
    ("users", "persons a day"): {
        "mobile_daily_users": "active users of the province's mobile platform a day (not said to be the highest day)",
        "mobile_daily_users_peak": "active users of the province's mobile platform on the highest day",
    },
    ("visits", "persons a day"): {
        "policy_push_daily_readers": "persons a day who read the policies recommended to them, mean",
    },
    ("visits", "times"): {
        "mobile_visits": "visits to the province's mobile platform, cumulative",
    },
    ("windows", "centres"): {
        "service_centres": "service centres of the province that work under one standard",
    },
    ("windows", "cities"): {
        "paperless_city_halls": "cities whose service hall asks for no paper certificate",
    },
    ("windows", "counties"): {
        "paperless_county_halls": "counties whose service hall asks for no paper certificate",
    },
    ("windows", "percent"): {
        "front_staff_cut": "share by which the reform to integrated windows cut the persons at front windows",
        "front_windows_cut": "share by which the reform to integrated windows cut the front windows",
        "villages_with_agents_share": "share of villages and communities that have an agent of the service centre",
    },
    ("windows", "persons"): {
        "front_staff_after": "persons working at front windows after the reform to integrated windows (一窗通办)",
        "front_staff_before": "persons working at front windows before the reform to integrated windows (一窗通办)",
    },
    ("windows", "places"): {
        "service_places_mapped": "service places on the province's electronic map",
    },
    ("windows", "stations"): {
        "convenience_stations": "one-stop stations for everyday services (便民服务站) in towns, streets and bank "
        "branches",
    },
    ("windows", "towns"): {
        "towns_with_service_centre": "towns and streets that have a service centre: all of the region's",
    },
    ("windows", "windows"): {
        "front_windows_after": "front windows after the reform to integrated windows (一窗通办)",
        "front_windows_before": "front windows before the reform to integrated windows (一窗通办)",
        "unresolved_matter_windows": "windows for matters that could not be settled elsewhere (办不成事)",
    },
}
"""What is counted, by domain and unit of measure: slug and our words."""
METRICS: dict[str, Metric] = dict(
    sorted((slug, Metric(en, *kind)) for kind, named in _KINDS.items() for slug, en in named.items())
)
"""Every kind of count in chapter 3 §2, by the slug that ``platform_counters`` carries as ``metric``."""
