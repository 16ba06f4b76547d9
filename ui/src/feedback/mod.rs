//! What the app says about itself: toasts, banners, empty, failed and loading states, progress.
mod banner;
mod live;
mod progress;
mod skeleton;
mod states;
mod toast;
mod toast_host;

pub use banner::Banner;
pub use live::LiveRegion;
pub use progress::{ProgressBar, ProgressSteps};
pub use skeleton::{Skeleton, SkeletonShape};
pub use states::{EmptyState, ErrorState};
pub use toast::{Toast, Toaster, provide_toaster, use_toaster};
pub use toast_host::ToastHost;
