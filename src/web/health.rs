//! Two answers for whoever watches the service.

use actix_web::{HttpResponse, web};

use super::Services;
use crate::db;

/// `GET /healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// `GET /readyz`: the database answers too.
pub async fn readyz(services: web::Data<Services>) -> HttpResponse {
    let ready = web::block(move || db::connection(&services.pool).is_ok()).await.unwrap_or(false);
    if ready {
        HttpResponse::Ok().content_type("text/plain").body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable()
            .content_type("text/plain")
            .body("the database does not answer\n")
    }
}
