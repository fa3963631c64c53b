export const notifications = {
  'notifications.title': 'Notifications',
  'notifications.unreadCount': '{count, plural, one {# unread notification} other {# unread notifications}}',
  'notifications.which': 'Which notifications',
  'notifications.unread': 'Unread',
  'notifications.all': 'All',
  'notifications.none': 'Nothing has been told to you yet.',
  'notifications.noneUnread': 'You have read everything.',
  'notifications.mark': 'Mark read',
  'notifications.markNamed': 'Mark “{title}” read',
  'notifications.markAll': 'Mark all read',
  'notifications.burst': '{count} of these',
};
