//! The pages, and which one a route leads to.

pub mod drill;
pub mod guide;
pub mod history;
pub mod marks;
pub mod today;
pub mod topic;

use super::screen::{Flow, Screen};
use crate::app::desk::Failure;
use crate::app::routes::{Overlay, Report, Route};
use crate::app::services::Services;

/// Builds the page of a route.
///
/// # Errors
/// Something to read about why it can't be shown.
pub fn open(route: &Route, services: &mut Services) -> Result<Box<dyn Screen>, Box<Report>> {
    let page: Result<Box<dyn Screen>, Failure> = match route {
        Route::Today => today::Today::open(services).map(boxed),
        Route::Drill(focus) => drill::Drill::new(focus.clone(), services).map(boxed),
        Route::History => history::History::open(services).map(boxed),
        Route::Guide => guide::Guide::open(services).map(boxed),
        Route::Topic(id) => topic::Topic::open(id, services).map(boxed),
    };
    page.map_err(|failure| Box::new(report("This page can't be shown", &failure)))
}

fn boxed(screen: impl Screen + 'static) -> Box<dyn Screen> {
    Box::new(screen)
}

fn report(title: &str, failure: &Failure) -> Report {
    Report {
        title: title.to_owned(),
        message: failure.to_string(),
        details: Vec::new(),
        place: None,
    }
}

/// Something failed and wants to be read; the page below stays as it is.
fn failed(title: &str, failure: &Failure) -> Flow {
    Flow::Overlay(Overlay::Error(Box::new(report(title, failure))))
}
