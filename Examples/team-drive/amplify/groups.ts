/** Whoever runs the team: signs off submissions, publishes announcements, looks after leavers' files. */
export const MANAGERS = 'managers';
