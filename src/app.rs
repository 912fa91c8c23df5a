//! Every route of the service, a line each, by capability.

pub mod import;
pub mod demo;
pub mod process;

use std::sync::Arc;

use actix_web::dev::{HttpServiceFactory, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, web as actix};

use crate::access::Action;
use crate::completeness;
use crate::consultation::{self, originators, restrictions, third_parties};
use crate::endings;
use crate::family;
use crate::grounds;
use crate::held;
use crate::identity;
use crate::letterbook;
use crate::oversight;
use crate::places;
use crate::privilege;
use crate::records;
use crate::reminders;
use crate::requests;
use crate::searches;
use crate::sources;
use crate::staff;
use crate::timescales;
use crate::web::{self, CspReports, Gatekeeper, Line, Needs, Services, get, post};
use crate::{approval, disclosure, pack, portal, rectification, review};

/// The table of contents of the service, as the browser sees it.
#[rustfmt::skip]
pub fn lines() -> Vec<Line> {
    use Needs::{May, Nothing, SignedIn};
    vec![
        // the shell
        get ("/healthz",                        Nothing, web::healthz),
        get ("/readyz",                         Nothing, web::readyz),
        get ("/assets/{name}",                  Nothing, web::assets::show),
        get ("/council.css",                    Nothing, web::assets::council),
        post("/csp-reports",                    Nothing, csp_report),
        // asking
        get ("/",                               Nothing, requests::home),
        get ("/ask",                            Nothing, requests::ask_form),
        post("/ask",                            Nothing, requests::ask_send),
        get ("/ask/sent/{reference}",           Nothing, requests::ask_sent),
        // staff
        get ("/sign-in",                        Nothing, staff::sign_in_form),
        post("/sign-in",                        Nothing, staff::sign_in),
        post("/sign-out",                       SignedIn, staff::sign_out),
        post("/stay",                           SignedIn, staff::stay),
        get ("/first-sign-in/{token}",          Nothing, staff::first_form),
        post("/first-sign-in/{token}",          Nothing, staff::first_save),
        get ("/account",                        SignedIn, staff::account),
        get ("/account/password",               SignedIn, staff::change_form),
        post("/account/password",               SignedIn, staff::change_save),
        post("/account/sessions/{id}/end",      SignedIn, staff::end_session),
        post("/account/tokens",                 May(Action::IssueApiToken), staff::issue_token),
        post("/account/tokens/{id}/revoke",     May(Action::IssueApiToken), staff::revoke_token),
        get ("/staff",                          May(Action::ManageStaff), staff::index),
        post("/staff",                          May(Action::ManageStaff), staff::invite_send),
        post("/staff/{id}/suspension",          May(Action::ManageStaff), staff::suspend),
        // requests
        get ("/api/requests",                   May(Action::SeeRequests), requests::list_json),
        get ("/requests",                       May(Action::SeeRequests), requests::board),
        post("/requests",                       May(Action::RegisterRequest), requests::register_send),
        get ("/requests/new",                   May(Action::RegisterRequest), requests::new_form),
        get ("/requests/opening",               May(Action::OpenUnassigned), requests::opening_form),
        post("/requests/opening",               May(Action::OpenUnassigned), requests::opening_send),
        get ("/requests/{reference}",           May(Action::SeeRequests), requests::show),
        get ("/requests/{reference}/interest",  May(Action::SeeRequests), requests::interest_form),
        post("/requests/{reference}/interest",  May(Action::SeeRequests), requests::interest_send),
        post("/requests/{reference}/interest/{id}/clearing", May(Action::JudgeConflict), requests::clear_conflict),
        post("/requests/{reference}/owner",     May(Action::SeeRequests), requests::set_owner),
        post("/requests/{reference}/assignments", May(Action::AssignRequest), requests::assign),
        post("/requests/{reference}/notes",     May(Action::WriteNote), requests::note),
        get ("/requests/{reference}/preferences", May(Action::ManageRequest), requests::preferences_form),
        post("/requests/{reference}/preferences", May(Action::ManageRequest), requests::preferences_save),
        post("/requests/{reference}/steps",     May(Action::ManageRequest), requests::step_on),
        post("/requests/{reference}/scope",     May(Action::ManageRequest), requests::scope),
        post("/requests/{reference}/clarification", May(Action::ManageRequest), requests::ask_clarification),
        post("/requests/{reference}/extension", May(Action::ManageRequest), requests::extend),
        post("/requests/{reference}/lateness",  May(Action::ManageRequest), requests::explain_lateness),
        // held from before
        get ("/requests/{reference}/held",      May(Action::ManageRequest), held::show),
        post("/requests/{reference}/held",      May(Action::ManageRequest), held::decide_send),
        // identity
        get ("/requests/{reference}/identity",  May(Action::SeeRequests), identity::show),
        post("/requests/{reference}/identity",  May(Action::DecideIdentity), identity::decide_send),
        get ("/requests/{reference}/identity/files/{id}", May(Action::DecideIdentity), identity::proof),
        post("/requests/{reference}/identity/question", May(Action::DecideIdentity), identity::ask_send),
        post("/requests/{reference}/identity/understanding", May(Action::DecideIdentity), identity::judge_send),
        post("/requests/{reference}/identity/phone", May(Action::DecideIdentity), identity::check_phone_send),
        // endings
        get ("/requests/{reference}/endings",   May(Action::SeeRequests), endings::show),
        post("/requests/{reference}/refusals",  May(Action::ManageRequest), endings::propose_send),
        post("/requests/{reference}/refusals/{id}/decision", May(Action::DecideRefusal), endings::decide_send),
        post("/requests/{reference}/refusals/{id}/taking-back", May(Action::ManageRequest), endings::take_back_send),
        post("/requests/{reference}/fee",       May(Action::ManageRequest), endings::fee_send),
        post("/requests/{reference}/elsewhere", May(Action::ManageRequest), endings::elsewhere_send),
        post("/requests/{reference}/name",      May(Action::ManageRequest), endings::relabel_send),
        // searches
        get ("/requests/{reference}/searches",  May(Action::SeeRequests), searches::index),
        post("/requests/{reference}/searches",  May(Action::SendSearch), searches::send_search),
        post("/requests/{reference}/searches/{id}/chase", May(Action::SendSearch), searches::chase_send),
        post("/requests/{reference}/searches/{id}/waiver", May(Action::SendSearch), searches::waive_send),
        get ("/requests/{reference}/plan",      May(Action::SeeRequests), places::show),
        post("/requests/{reference}/plan",      May(Action::SendSearch), places::add_place),
        post("/requests/{reference}/volumes",   May(Action::SendSearch), places::add_volume),
        post("/requests/{reference}/volumes/{id}/removal", May(Action::SendSearch), places::drop_volume),
        get ("/requests/{reference}/completeness", May(Action::SeeRecord), completeness::show),
        post("/requests/{reference}/completeness", May(Action::DescribeItem), completeness::send),
        get ("/answers/sent",                   Nothing, searches::answer_sent),
        get ("/answers/{token}",                Nothing, searches::answer_form),
        post("/answers/{token}",                Nothing, searches::answer_send),
        post("/answers/{token}/words",          Nothing, searches::answer_words),
        // letters
        get ("/letters",                        May(Action::SeeRequests), letterbook::index),
        get ("/letters/shipped",                May(Action::SeeRequests), letterbook::show_shipped),
        post("/letters/shipped",                May(Action::ApproveWording), letterbook::approve_shipped),
        get ("/letters/{kind}/{language}",      May(Action::SeeRequests), letterbook::show_kind),
        post("/letters/{kind}/{language}",      May(Action::WordLetters), letterbook::write_wording),
        get ("/letters/{kind}/{language}/{number}", May(Action::SeeRequests), letterbook::show_version),
        get ("/letters/{kind}/{language}/{number}/preview.pdf", May(Action::SeeRequests), letterbook::preview_file),
        post("/letters/{kind}/{language}/{number}/approval", May(Action::ApproveWording), letterbook::approve_wording),
        post("/letters/{kind}/{language}/{number}/return", May(Action::ApproveWording), letterbook::return_wording),
        get ("/requests/{reference}/letters",   May(Action::SeeStory), letterbook::letters_of),
        get ("/requests/{reference}/letters/{id}/letter.pdf", May(Action::SeeStory), letterbook::file_of_letter),
        get ("/read/{token}",                   Nothing, letterbook::read_door),
        post("/read/{token}",                   Nothing, letterbook::read_letter),
        post("/read/{token}/file",              Nothing, letterbook::read_file),
        // days
        get ("/clock",                          May(Action::SetClock), reminders::clock),
        post("/clock/holidays",                 May(Action::SetClock), reminders::clock_holidays),
        post("/clock/warnings",                 May(Action::SetClock), reminders::clock_warnings),
        // timescales
        get ("/timescales",                     May(Action::SeeTimescales), timescales::show),
        get ("/timescales.csv",                 May(Action::SeeTimescales), timescales::export),
        // oversight
        get ("/diary",                          May(Action::ReadDiary), oversight::diary),
        post("/diary/verification",             May(Action::ReadDiary), oversight::verify_diary),
        get ("/jobs",                           May(Action::SeeJobs), oversight::jobs),
        post("/jobs/{id}/retry",                May(Action::RetryJob), oversight::retry_job),
        get ("/messages",                       May(Action::SeeOutbox), oversight::messages),
        get ("/outbox",                         Nothing, oversight::outbox),
        get ("/outbox/{id}",                    Nothing, oversight::outbox_message),
        // people
        get ("/requests/{reference}/people",    May(Action::SeeRecord), requests::people),
        post("/requests/{reference}/people",    May(Action::ManageCircle), requests::add_person),
        post("/requests/{reference}/people/subject", May(Action::ManageCircle), requests::change_subject),
        get ("/requests/{reference}/people/{id}", May(Action::ManageCircle), requests::person_form),
        post("/requests/{reference}/people/{id}", May(Action::ManageCircle), requests::change_person),
        post("/requests/{reference}/people/{id}/removal", May(Action::ManageCircle), requests::remove_person),
        post("/requests/{reference}/people/{id}/restoring", May(Action::ManageCircle), requests::restore_person),
        // records
        get ("/requests/{reference}/record",    May(Action::SeeRecord), records::list),
        post("/requests/{reference}/record",    May(Action::AddRecords), records::upload),
        get ("/requests/{reference}/record/progress", May(Action::SeeRecord), records::progress),
        get ("/requests/{reference}/record/changes/new", May(Action::DescribeItem), records::change_form),
        post("/requests/{reference}/record/changes", May(Action::DescribeItem), records::change_send),
        post("/requests/{reference}/record/changes/{id}/undo", May(Action::DescribeItem), records::change_undo),
        get ("/requests/{reference}/record/names", May(Action::SeeRecord), records::names),
        post("/requests/{reference}/record/names", May(Action::DescribeItem), records::judge_spelling),
        post("/requests/{reference}/record/names/look", May(Action::DescribeItem), records::look_for_names),
        get ("/requests/{reference}/items/{number}", May(Action::SeeRecord), records::item_form),
        post("/requests/{reference}/items/{number}", May(Action::DescribeItem), records::item_save),
        get ("/requests/{reference}/items/{number}/pages/{page}.png", May(Action::SeeRecord), records::page_picture),
        get ("/requests/{reference}/items/{number}/original", May(Action::SeeRecord), records::original),
        post("/requests/{reference}/items/{number}/readers", May(Action::AssignRequest), records::name_reader),
        post("/requests/{reference}/items/{number}/readers/{id}/ending", May(Action::AssignRequest), records::end_reader),
        get ("/requests/{reference}/legal-advice", May(Action::SeeRecord), privilege::index),
        get ("/requests/{reference}/items/{number}/legal-advice", May(Action::SeeRecord), privilege::claim_form),
        post("/requests/{reference}/items/{number}/legal-advice", May(Action::DecideItem), privilege::claim_send),
        post("/requests/{reference}/items/{number}/unviewable", May(Action::DecideItem), records::unviewable),
        post("/requests/{reference}/items/{number}/entry", May(Action::DescribeItem), records::state_entry),
        post("/requests/{reference}/items/{number}/shown-once", May(Action::MarkPages), review::show_once),
        post("/requests/{reference}/items/{number}/passages", May(Action::DescribeItem), review::tag_passage),
        post("/requests/{reference}/items/{number}/passages/asking", May(Action::Consult), review::ask_about),
        post("/requests/{reference}/items/{number}/passages/{id}/removal", May(Action::DescribeItem), review::untag_passage),
        // review
        get ("/requests/{reference}/review",                          May(Action::SeeRecord), review::overview),
        get ("/requests/{reference}/review/{number}",                 May(Action::SeeRecord), review::reviewer),
        get ("/requests/{reference}/review/{number}/words/{page}",    May(Action::SeeRecord), review::page_words),
        get ("/requests/{reference}/review/{number}/standing",        May(Action::SeeRecord), review::item_standing),
        get ("/requests/{reference}/review/{number}/as-sent/{page}",  May(Action::SeeRecord), review::as_sent),
        post("/requests/{reference}/review/{number}/seen",            May(Action::MarkPages), review::seen),
        get ("/requests/{reference}/review/{number}/elsewhere",       May(Action::SeeRecord), review::elsewhere),
        get ("/requests/{reference}/family",                          May(Action::SeeRecord), family::show),
        post("/requests/{reference}/family",                          May(Action::ManageRequest), family::join_send),
        post("/requests/{reference}/family/leaving",                  May(Action::ManageRequest), family::leave_send),
        post("/requests/{reference}/family/items",                    May(Action::AddRecords), family::bring),
        get ("/requests/{reference}/family/items/{number}",           May(Action::SeeRecord), family::item_page),
        post("/requests/{reference}/family/items/{number}",           May(Action::DecideItem), family::decide_send),
        post("/requests/{reference}/review/{number}/elsewhere",       May(Action::MarkPages), review::decide_elsewhere),
        post("/requests/{reference}/find",                            May(Action::MarkPages), review::find_words),
        post("/requests/{reference}/marks",                           May(Action::MarkPages), review::draw_marks),
        post("/requests/{reference}/marks/undo",                      May(Action::MarkPages), review::undo),
        post("/requests/{reference}/marks/redo",                      May(Action::MarkPages), review::redo),
        post("/requests/{reference}/marks/{id}",                      May(Action::MarkPages), review::change_mark),
        post("/requests/{reference}/marks/{id}/removal",              May(Action::MarkPages), review::remove_mark),
        post("/requests/{reference}/items/{number}/decision",         May(Action::DecideItem), review::decide_item),
        post("/requests/{reference}/items/{number}/given-once",       May(Action::DecideItem), review::give_once),
        post("/requests/{reference}/items/{number}/reconsideration",  May(Action::DecideItem), review::reconsider_item),
        // consultation
        get ("/requests/{reference}/consultations",                   May(Action::SeeRecord), consultation::index),
        post("/requests/{reference}/consultations",                   May(Action::Consult), originators::draft_send),
        get ("/requests/{reference}/consultations/new",               May(Action::Consult), originators::draft_form),
        get ("/requests/{reference}/consultations/{id}",              May(Action::SeeRecord), originators::show_one),
        post("/requests/{reference}/consultations/{id}/passages",     May(Action::Consult), originators::add_passage_send),
        get ("/requests/{reference}/consultations/{id}/passages/{number}.png", May(Action::SeeRecord), originators::passage_picture),
        post("/requests/{reference}/consultations/{id}/passages/{number}/removal", May(Action::Consult), originators::remove_passage_send),
        post("/requests/{reference}/consultations/{id}/approval",     May(Action::DecideConsultation), originators::approve_send),
        post("/requests/{reference}/consultations/{id}/dropping",     May(Action::Consult), originators::drop_send),
        post("/requests/{reference}/consultations/{id}/tracing",      May(Action::Consult), originators::not_found_send),
        post("/requests/{reference}/consultations/{id}/conclusion",   May(Action::DecideConsultation), originators::conclude_send),
        get ("/requests/{reference}/items/{number}/restriction",      May(Action::SeeRecord), restrictions::show_restriction),
        post("/requests/{reference}/items/{number}/restriction",      May(Action::Consult), restrictions::propose_send),
        post("/requests/{reference}/items/{number}/restriction/advice", May(Action::DecideConsultation), restrictions::advise_send),
        post("/requests/{reference}/items/{number}/restriction/review", May(Action::DecideConsultation), restrictions::review_send),
        post("/requests/{reference}/items/{number}/restriction/outcome", May(Action::DecideConsultation), restrictions::decide_send),
        get ("/requests/{reference}/third-parties/{id}",              May(Action::SeeRecord), third_parties::show_third_party),
        post("/requests/{reference}/third-parties/{id}/sorting",      May(Action::Consult), third_parties::sort_third_party),
        post("/requests/{reference}/third-parties/{id}/contact",      May(Action::Consult), third_parties::contact_third_party),
        post("/requests/{reference}/third-parties/{id}/asking",       May(Action::Consult), third_parties::ask_third_party),
        post("/requests/{reference}/third-parties/{id}/answer",       May(Action::Consult), third_parties::answer_third_party),
        post("/requests/{reference}/third-parties/{id}/weighing",     May(Action::DecideConsultation), third_parties::weigh_third_party),
        post("/requests/{reference}/third-parties/{id}/earlier",      May(Action::DecideConsultation), third_parties::hold_decision),
        post("/requests/{reference}/third-parties/{id}/reopening",    May(Action::Consult), third_parties::reopen_third_party),
        get ("/consulted",                                            Nothing, originators::answer_sent),
        get ("/consultations/{token}",                                Nothing, originators::answer_form),
        post("/consultations/{token}",                                Nothing, originators::answer_send),
        get ("/consultations/{token}/passages/{number}",              Nothing, originators::passage_seen),
        post("/consultations/{token}/withdrawal",                     Nothing, originators::answer_take_back),
        get ("/requests/{reference}/items/{number}/source",           May(Action::SeeRecord), sources::show),
        post("/requests/{reference}/items/{number}/source",           May(Action::DecideItem), sources::note_send),
        post("/requests/{reference}/items/{number}/source/marks",     May(Action::MarkPages), sources::mark_send),
        post("/requests/{reference}/items/{number}/source/decision",  May(Action::DecideConsultation), sources::decide_send),
        // grounds
        get ("/requests/{reference}/grounds",                         May(Action::SeeRecord), grounds::show),
        get ("/requests/{reference}/grounds/{id}",                    May(Action::SeeRecord), grounds::test_form),
        post("/requests/{reference}/grounds/{id}",                    May(Action::DecideItem), grounds::test_send),
        post("/requests/{reference}/opinions",                        May(Action::DecideItem), grounds::opinion_send),
        post("/requests/{reference}/health-data",                     May(Action::DecideItem), grounds::health_send),
        // pack
        get ("/requests/{reference}/pack",                            May(Action::SeePack), pack::show_pack),
        post("/requests/{reference}/pack",                            May(Action::BuildPack), pack::ask_for_pack),
        post("/requests/{reference}/letter",                          May(Action::WriteLetter), pack::write_letter),
        get ("/requests/{reference}/pack/{volume}",                   May(Action::SeePack), pack::volume),
        // approval
        get ("/sign-off",                                             May(Action::SignPack), approval::queue),
        get ("/requests/{reference}/sign-off",                        May(Action::SeePack), approval::show),
        get ("/requests/{reference}/sign-off/pages/{volume}/{page}",  May(Action::SeePack), approval::pack_page),
        post("/requests/{reference}/signature",                       May(Action::SignPack), approval::sign),
        post("/requests/{reference}/sending-back",                    May(Action::SignPack), approval::send_back),
        post("/requests/{reference}/comments/{id}/settlement",        May(Action::MarkPages), approval::settle),
        // disclosure
        get ("/requests/{reference}/release",                         May(Action::ReleasePack), disclosure::release_form),
        post("/requests/{reference}/release",                         May(Action::ReleasePack), disclosure::release_pack),
        get ("/requests/{reference}/disclosures",                     May(Action::SeeRegister), disclosure::of_request),
        get ("/requests/{reference}/disclosures/{id}/files/{number}", May(Action::ReleasePack), disclosure::locked_file),
        post("/requests/{reference}/disclosures/{id}/delivery",       May(Action::ReleasePack), disclosure::prove),
        post("/requests/{reference}/disclosures/{id}/reading",        May(Action::ReleasePack), disclosure::move_reading),
        post("/requests/{reference}/disclosures/{id}/revocation",     May(Action::ReleasePack), disclosure::revoke),
        post("/requests/{reference}/closure",                         May(Action::ReleasePack), disclosure::close),
        get ("/disclosures",                                          May(Action::SeeRegister), disclosure::index),
        get ("/disclosures.csv",                                      May(Action::SeeRegister), disclosure::export),
        // rectification
        get ("/correct",                                              Nothing, rectification::correct_form),
        post("/correct",                                              Nothing, rectification::correct_send),
        get ("/corrections/new",                                      May(Action::RegisterRequest), rectification::new_correction),
        post("/corrections",                                          May(Action::RegisterRequest), rectification::register_correction),
        get ("/requests/{reference}/correction",                      May(Action::SeeRecord), rectification::show_correction),
        post("/requests/{reference}/correction/record",               May(Action::ManageRequest), rectification::name_record),
        post("/requests/{reference}/correction/passages",             May(Action::ManageRequest), rectification::add_contested),
        post("/requests/{reference}/correction/passages/{id}/item",   May(Action::ManageRequest), rectification::name_item),
        post("/requests/{reference}/correction/passages/{id}/statement", May(Action::ManageRequest), rectification::keep_statement),
        post("/requests/{reference}/correction/passages/{id}/author", May(Action::ManageRequest), rectification::hear_author),
        post("/requests/{reference}/correction/passages/{id}/decision", May(Action::ManageRequest), rectification::decide_passage),
        post("/requests/{reference}/correction/evidence",             May(Action::ManageRequest), rectification::hand_in_evidence),
        get ("/requests/{reference}/correction/evidence/{id}",        May(Action::SeeRecord), rectification::evidence),
        post("/requests/{reference}/correction/steps",                May(Action::ManageRequest), rectification::take_step),
        post("/requests/{reference}/correction/recipients",           May(Action::ManageRequest), rectification::add_recipient),
        post("/requests/{reference}/correction/recipients/{id}",      May(Action::ManageRequest), rectification::settle_recipient),
        // the requester's own pages
        get ("/packs/{token}",                                        Nothing, disclosure::door),
        post("/packs/{token}",                                        Nothing, disclosure::enter),
        get ("/pack",                                                 Nothing, disclosure::reading),
        post("/pack/files/{volume}",                                  Nothing, disclosure::file),
        get ("/pack/read/{page}",                                     Nothing, portal::read_page),
        get ("/pack/pages/{page}.png",                                Nothing, portal::page_picture),
        get ("/pack/read/{page}/correction",                          Nothing, portal::contest_form),
        post("/pack/read/{page}/correction",                          Nothing, portal::contest_send),
        get ("/pack/correction/{reference}",                          Nothing, portal::contested_sent),
        get ("/follow/{token}",                                       Nothing, portal::follow_door),
        post("/follow/{token}",                                       Nothing, portal::follow_enter),
        get ("/my-request",                                           Nothing, portal::my_request),
        post("/my-request/identity",                                  Nothing, portal::identity_send),
        post("/my-request/evidence",                                  Nothing, portal::evidence_send),
        post("/my-request/answer",                                    Nothing, portal::answer_send),
        post("/my-request/priorities",                                Nothing, portal::priorities_send),
        post("/pack/wrong-person",                                    Nothing, disclosure::wrong_person),
    ]
}

/// A browser says that a page tried something the policy forbids.
async fn csp_report(reports: actix::Data<CspReports>, body: actix::Bytes) -> HttpResponse {
    reports.add();
    let words: String = String::from_utf8_lossy(&body).chars().take(500).collect();
    tracing::warn!(
        report = words.escape_debug().to_string(),
        "a page broke the content-security policy"
    );
    HttpResponse::NoContent().finish()
}

/// The application with everything its pages need. Call [`gatekeeper`] once and hand it to each.
pub fn app(
    services: actix::Data<Services>,
    gatekeeper: Arc<Gatekeeper>,
    reports: actix::Data<CspReports>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<actix_web::body::BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(services)
        .app_data(actix::Data::from(gatekeeper))
        .app_data(reports)
        .configure(|config| {
            for resource in resources() {
                config.service(resource);
            }
        })
        .default_service(actix::to(HttpResponse::NotFound))
        .wrap(from_fn(web::gate))
}

/// Who is let in where.
pub fn gatekeeper() -> Arc<Gatekeeper> {
    Gatekeeper::new(&lines(), staff::Door, requests::Threshold)
}

/// The lines, gathered by path, in their order: the first path that fits answers.
fn resources() -> Vec<impl HttpServiceFactory> {
    let mut resources: Vec<(&'static str, actix_web::Resource)> = Vec::new();
    for line in lines() {
        match resources.iter().position(|(path, _)| *path == line.path) {
            Some(at) => {
                let (path, resource) = resources.swap_remove(at);
                resources.push((path, resource.route(line.route)));
                let last = resources.len() - 1;
                resources.swap(at, last);
            }
            None => resources.push((line.path, actix::resource(line.path).route(line.route))),
        }
    }
    resources.into_iter().map(|(_, resource)| resource).collect()
}
