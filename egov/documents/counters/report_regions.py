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


def declare(stretches: Mapping[Stretch, Mapping[str, str]]) -> tuple[Section, ...]:
    """Sections of the report from patterns by metric; ``KeyError`` for a metric that is not in ``METRICS``."""
    return tuple(
        Section(
            source="report2022",
            counts=tuple(Count(metric, *METRICS[metric], pattern) for metric, pattern in patterns.items()),
            **stretch._asdict(),
        )
        for stretch, patterns in stretches.items()
    )


METRICS: dict[str, Metric] = {
    "actual_online_rate": Metric("share of service items really handled online", "share_of_items", "percent"),
    "assistant_resolution_target": Metric(
        "target: share of questions that the machine assistant settles", "other", "percent"
    ),
    "assisted_items_target": Metric("target: most-used items of firms and persons with online help", "items", "items"),
    "bundled_task_lists": Metric(
        "task lists of bundled services for enterprises, persons and special groups", "policies", "lists"
    ),
    "business_licence_abolished": Metric("business licensing items given up", "policies", "items"),
    "business_licence_filing": Metric("business licensing items turned into filing", "policies", "items"),
    "business_licence_improved": Metric("business licensing items made easier", "policies", "items"),
    "business_licence_items_reformed": Metric("business licensing items under the reform list", "policies", "items"),
    "business_licence_pledge": Metric("business licensing items granted on a pledge", "policies", "items"),
    "business_licence_reform_ways": Metric("ways in which business licensing items are reformed", "policies", "ways"),
    "business_policies_published": Metric(
        "policies published for people and enterprises, cumulative", "policies", "policies"
    ),
    "business_systems_connected": Metric(
        "business systems of ministries, province, cities and counties connected", "systems", "systems"
    ),
    "case_data_gathered_share": Metric(
        "share of items whose cases are gathered and can be traced", "share_of_items", "percent"
    ),
    "certificate_types_applied": Metric("types of electronic certificates in use", "certificates", "types"),
    "certificate_types_not_asked": Metric(
        "types of frequent certificates that need not be handed in", "certificates", "types"
    ),
    "certificate_uses": Metric("uses of electronic certificates, cumulative", "certificates", "times"),
    "city_built_systems": Metric("systems built by cities", "systems", "systems"),
    "city_built_systems_share": Metric("share joined of the systems built by cities", "systems", "percent"),
    "construction_approval_phases": Metric("phases of construction approval", "other", "phases"),
    "construction_approval_systems": Metric(
        "departments' systems joined in the platform for construction approval", "systems", "systems"
    ),
    "convenience_services": Metric("services for people and enterprises in the platform", "items", "services"),
    "convenience_stations": Metric("one-stop stations in towns, streets and bank branches", "windows", "stations"),
    "credit_pledge_items_cities": Metric(
        "items granted on a credit pledge, lists of the cities together", "items", "items"
    ),
    "credit_pledge_items_province": Metric(
        "items granted on a credit pledge, first list of the province", "items", "items"
    ),
    "cross_province_agreements": Metric(
        "provinces with which an agreement on cross-province service is signed", "organisations", "provinces"
    ),
    "cross_province_items": Metric("items handled across provinces (跨省通办)", "items", "items"),
    "cross_province_items_of_cities": Metric("cross-province items of the cities together", "items", "items"),
    "data_islands_joined": Metric("separate data stores of departments joined", "data_sharing", "systems"),
    "data_records": Metric("records of government data gathered in the sharing platform", "data_sharing", "records"),
    "department_system_owners": Metric(
        "departments of the region whose systems are being connected", "organisations", "departments"
    ),
    "department_systems_connected": Metric(
        "systems built by departments of the province connected to the platform", "systems", "systems"
    ),
    "department_systems_connecting": Metric(
        "systems built by departments of the region being connected", "systems", "systems"
    ),
    "department_systems_share": Metric(
        "share connected of the systems built by departments of the province", "systems", "percent"
    ),
    "departments_connected": Metric(
        "regional departments whose business systems are connected to the platform", "systems", "departments"
    ),
    "departments_joined": Metric(
        "departments of the province whose separate data were joined", "data_sharing", "departments"
    ),
    "electronic_birth_certificates": Metric(
        "electronic birth certificates issued, cumulative", "certificates", "certificates"
    ),
    "electronic_residence_permits": Metric(
        "electronic residence permits issued, cumulative", "certificates", "certificates"
    ),
    "electronic_seal_uses": Metric(
        "uses of electronic seals in government service, cumulative", "certificates", "times"
    ),
    "electronic_seals_issued": Metric("electronic seals given to enterprises", "certificates", "seals"),
    "enterprises_with_electronic_seals": Metric("enterprises that were given electronic seals", "users", "enterprises"),
    "fields_prefilled": Metric(
        "form fields shared and filled in automatically (unified application)", "data_sharing", "fields"
    ),
    "finance_platform_amount": Metric("amount financed through the finance platform, cumulative", "money", "yuan"),
    "finance_platform_data": Metric(
        "kinds of enterprise data that the finance platform joins", "data_sharing", "items"
    ),
    "finance_platform_departments": Metric(
        "departments whose data the finance platform joins", "data_sharing", "departments"
    ),
    "finance_platform_financed": Metric(
        "enterprises financed through the finance platform, cumulative", "users", "enterprises"
    ),
    "finance_platform_institutions": Metric(
        "financial institutions in the finance platform", "organisations", "institutions"
    ),
    "finance_platform_loans": Metric("financing needs met through the finance platform, cumulative", "cases", "loans"),
    "finance_platform_products": Metric("financial products offered in the finance platform", "other", "products"),
    "finance_platform_users": Metric("registered users of the finance platform", "users", "enterprises"),
    "firm_archive_categories": Metric("kinds of data in the archive on enterprises", "data_sharing", "categories"),
    "firm_archive_departments": Metric(
        "departments whose data are in the archive on enterprises", "data_sharing", "departments"
    ),
    "firm_archive_items": Metric("items that the archive on enterprises supports", "items", "items"),
    "firm_archive_records": Metric("records in the archive on enterprises", "data_sharing", "records"),
    "firm_start_and_property_time": Metric(
        "time to open an enterprise, and to register property", "time", "working days"
    ),
    "firm_start_time": Metric("time to open an enterprise, at most", "time", "working days"),
    "free_seals_per_enterprise": Metric(
        "electronic seals that each enterprise gets free of charge", "certificates", "seals"
    ),
    "free_trade_zone_licence_items": Metric(
        "business licensing items reformed in the free-trade zone pilot", "policies", "items"
    ),
    "front_staff_after": Metric("staff at front windows after the reform", "windows", "persons"),
    "front_staff_before": Metric("staff at front windows before the reform", "windows", "persons"),
    "front_staff_cut": Metric("cut in staff at front windows by the reform", "windows", "percent"),
    "front_windows_after": Metric("front windows after the reform", "windows", "windows"),
    "front_windows_before": Metric("front windows before the reform", "windows", "windows"),
    "front_windows_cut": Metric("cut in front windows by the reform", "windows", "percent"),
    "hotline_merger_ways": Metric("ways in which hotlines were merged", "hotlines", "ways"),
    "hotline_prefectures": Metric("prefectures whose 12345 hotlines are joined", "hotlines", "prefectures"),
    "hotlines_merged": Metric("hotlines merged into 12345", "hotlines", "hotlines"),
    "human_resolution_target": Metric("target: share of questions that human online help settles", "other", "percent"),
    "human_response_time_target": Metric("target: first answer of human online help, at most", "time", "minutes"),
    "items_at_town": Metric("items handled in the town", "items", "items"),
    "items_at_village": Metric("items handled in the village", "items", "items"),
    "items_being_connected": Metric("items that the systems being connected serve", "items", "items"),
    "items_published": Metric("items published, all five levels", "items", "items"),
    "items_published_counties": Metric("items published by counties", "items", "items"),
    "items_published_prefectures": Metric("items published by prefectures", "items", "items"),
    "items_published_region": Metric("items published by the region", "items", "items"),
    "items_published_towns": Metric("items published by towns and streets", "items", "items"),
    "items_published_villages": Metric("items published by villages", "items", "items"),
    "items_using_certificates": Metric("service items in which electronic certificates are used", "items", "items"),
    "items_without_paper": Metric("items handled without any material", "items", "items"),
    "licences_merged": Metric("business certificates merged into one (多证合一)", "items", "items"),
    "licences_one_visit_share": Metric(
        "share of the province's licensing items that need one visit at most", "share_of_items", "percent"
    ),
    "licences_online_share": Metric(
        "share of the province's licensing items handled online from start to end", "share_of_items", "percent"
    ),
    "licences_zero_visit_share": Metric(
        "share of the province's licensing items that need no visit", "share_of_items", "percent"
    ),
    "materials_waived": Metric(
        "application materials that need not be handed in (unified application)", "items", "documents"
    ),
    "micro_reforms": Metric("small reforms of service for people and enterprises", "policies", "measures"),
    "migrant_workers_paid": Metric("migrant workers paid through the application against arrears", "users", "persons"),
    "mobile_applications": Metric("applications in the mobile platform", "items", "applications"),
    "mobile_booking_items": Metric("items of the province's hall that can be booked by phone", "items", "items"),
    "mobile_cross_province_items": Metric("cross-province items in the mobile platform", "items", "items"),
    "mobile_daily_users": Metric(
        "active users of the mobile platform a day (not said to be the highest day)", "users", "persons a day"
    ),
    "mobile_daily_users_peak": Metric(
        "active users of the mobile platform on the highest day", "users", "persons a day"
    ),
    "mobile_departments": Metric(
        "departments of the province whose items are in the mobile platform", "organisations", "departments"
    ),
    "mobile_installations": Metric("installations of the mobile platform, cumulative", "users", "installations"),
    "mobile_items": Metric("items handled by phone", "items", "items"),
    "mobile_items_cities_counties": Metric("items of cities and counties handled by phone", "items", "items"),
    "mobile_items_province": Metric("items of the province handled by phone", "items", "items"),
    "mobile_payment_items": Metric("services and charges that can be paid by phone", "items", "items"),
    "mobile_platform_cities": Metric("city branches of the mobile platform", "systems", "branches"),
    "mobile_platform_counties": Metric("county branches of the mobile platform", "systems", "branches"),
    "mobile_service_categories": Metric("categories of services in the mobile platform", "items", "categories"),
    "mobile_services": Metric("services in the mobile platform", "items", "items"),
    "mobile_visits": Metric("visits to the mobile platform, cumulative", "visits", "times"),
    "national_catalogue_items": Metric("items of the national catalogue updated", "items", "items"),
    "national_system_ministries": Metric("ministries whose systems are connected", "organisations", "ministries"),
    "national_systems_connected": Metric("systems run by ministries connected to the platform", "systems", "systems"),
    "national_systems_share": Metric("share connected of the systems run by ministries", "systems", "percent"),
    "one_thing_once_services": Metric("bundles of items handled as one matter (一件事)", "items", "items"),
    "one_window_application_items": Metric("frequent items open to the unified application", "items", "items"),
    "online_case_share": Metric("share of cases that are really handled online", "share_of_items", "percent"),
    "online_cases": Metric("cases handled online", "cases", "cases"),
    "online_proof_departments": Metric("departments whose proofs are issued online", "organisations", "departments"),
    "online_proof_items": Metric("frequent proofs issued online, first list", "items", "items"),
    "paper_replaced": Metric("times that an electronic certificate replaced paper", "certificates", "times"),
    "paperless_city_halls": Metric("cities whose service hall asks for no paper certificate", "windows", "cities"),
    "paperless_county_halls": Metric(
        "counties whose service hall asks for no paper certificate", "windows", "counties"
    ),
    "paperless_items": Metric("frequent items handled without paper certificates", "items", "items"),
    "permit_time_after_land": Metric(
        "time from the land sale to the last permit before construction, usually at most", "time", "working days"
    ),
    "person_archive_categories": Metric("kinds of data in the archive on persons", "data_sharing", "categories"),
    "person_archive_departments": Metric(
        "departments whose data are in the archive on persons", "data_sharing", "departments"
    ),
    "person_archive_records": Metric("records in the archive on persons", "data_sharing", "records"),
    "platform_counties": Metric("counties that the platform covers", "organisations", "counties"),
    "platform_departments": Metric(
        "departments of the region that the platform covers", "organisations", "departments"
    ),
    "platform_prefectures": Metric("prefectures that the platform covers", "organisations", "prefectures"),
    "platform_systems_built": Metric("systems built for the platform", "systems", "systems"),
    "platform_towns_villages": Metric(
        "towns, streets and villages that the platform covers", "organisations", "places"
    ),
    "policy_push_daily_readers": Metric(
        "readers a day of policies recommended to them, mean", "visits", "persons a day"
    ),
    "project_agency_items": Metric("investment-project items that staff handle for the applicant", "items", "items"),
    "project_preparation_after": Metric("preparation of a project after the reform, mean", "time", "working days"),
    "project_preparation_before": Metric(
        "preparation of a project before the reform (the text adds: about)", "time", "working days"
    ),
    "proofs_abolished": Metric("kinds of proof no longer asked for, since 2021", "items", "types"),
    "proofs_abolished_items": Metric("items for which proofs are no longer asked, since 2021", "items", "items"),
    "proofs_saved": Metric("times that a proof need not be handed in, since 2021", "cases", "times"),
    "province_department_systems": Metric("systems of departments of the province", "systems", "systems"),
    "province_department_systems_share": Metric(
        "share joined of the systems of departments of the province", "systems", "percent"
    ),
    "province_vertical_systems": Metric(
        "systems that the province runs down to its lower levels", "systems", "systems"
    ),
    "province_vertical_systems_share": Metric(
        "share joined of the systems that the province runs down to its lower levels", "systems", "percent"
    ),
    "province_wide_items": Metric("items handled anywhere in the province (全省通办)", "items", "items"),
    "quick_service_minutes": Metric("time to fill in a form of the quick service", "time", "minutes"),
    "region_wide_approval": Metric("good ratings of cases handled anywhere in the region", "other", "percent"),
    "region_wide_cases": Metric("cases handled anywhere in the region", "cases", "cases"),
    "region_wide_items": Metric("items handled anywhere in the region (区域通办, 区内通办)", "items", "items"),
    "registered_users_share": Metric(
        "registered personal users as a share of the resident population", "users", "percent"
    ),
    "school_entry_county_share": Metric(
        "share of counties where school entry needs no proof", "organisations", "percent"
    ),
    "school_entry_families": Metric("families of pupils served by the joined-up school entry", "users", "families"),
    "service_centres": Metric("service centres working under the standard", "windows", "centres"),
    "service_items_mapped": Metric("service items on the electronic map", "items", "items"),
    "service_places_mapped": Metric("service places on the electronic map", "windows", "places"),
    "shared_item_lists": Metric("lists of items handled in both places", "policies", "lists"),
    "shared_items": Metric("items handled in both places", "items", "items"),
    "shared_items_online": Metric("items handled in both places, online from start to end", "items", "items"),
    "shared_items_online_share": Metric(
        "share of the items handled in both places that are online from start to end", "share_of_items", "percent"
    ),
    "shared_support_systems": Metric("support systems shared by all departments of the region", "systems", "systems"),
    "silk_road_approval": Metric("good ratings of cases handled across the Silk Road alliance", "other", "percent"),
    "silk_road_cases": Metric("cases handled across the members of the Silk Road alliance", "cases", "cases"),
    "silk_road_items": Metric(
        "items handled across the five members of the Silk Road alliance (丝路通办)", "items", "items"
    ),
    "single_window_item_share": Metric("share of items accepted at any window", "share_of_items", "percent"),
    "start_on_land_cities": Metric(
        "cities in which construction may start when land is obtained (拿地即开工)", "organisations", "cities"
    ),
    "start_on_land_government": Metric(
        "projects of government investment, started when land was obtained", "cases", "projects"
    ),
    "start_on_land_industrial": Metric(
        "industrial projects of private investment, started when land was obtained", "cases", "projects"
    ),
    "start_on_land_private": Metric(
        "projects of private investment, started when land was obtained", "cases", "projects"
    ),
    "start_on_land_projects": Metric("major projects started when land was obtained", "cases", "projects"),
    "towns_with_service_centre": Metric("towns and streets, all with a service centre", "windows", "towns"),
    "two_lifecycles_items": Metric("items integrated for enterprises and for persons, each", "items", "items"),
    "uniform_service_items": Metric("items accepted anywhere and handled by one standard", "items", "items"),
    "unresolved_matter_windows": Metric(
        "windows for matters that could not be settled elsewhere", "windows", "windows"
    ),
    "villages_with_agents_share": Metric("share of villages with an agent of the service centre", "windows", "percent"),
    "wages_paid_online": Metric("wages paid through the application against arrears, cumulative", "money", "yuan"),
    "whole_process_online_items": Metric("items handled online from start to end (全程网办)", "items", "items"),
    "whole_process_online_share": Metric(
        "share of all items that are handled online from start to end", "share_of_items", "percent"
    ),
}
"""Every kind of count in chapter 3 §2, by the slug that ``platform_counters`` carries as ``metric``."""
