export const en = {
  logIn: 'Log in',
  email: 'E-mail address',
  password: 'Password',
  showPassword: 'Show the password',
  forgotten: 'Forgotten your password?',
  noAccount:
    'Accounts are made by the administrators of this site. They send you a link that works once.',
  name: 'Your name',
  nameHint: 'As colleagues know you.',
  passwordHint: (least: number) =>
    `At least ${least} characters. A sentence is easy to remember and hard to guess.`,
  tooShort: (missing: number) => `${missing} more to go`,
  setUp: {
    title: 'Welcome',
    lead: 'Choose how you are called here and what you log in with.',
    submit: 'Make my account',
    noToken: 'This address lacks its secret part',
    noTokenFix:
      'Open the link from the mail again, or copy it whole: the part after # belongs to it. It works once and for 24 hours; the administrators of your site can make another.',
    another: 'Ask an administrator of your site for another link. They type:',
  },
  forgottenPage: {
    title: 'Choose another password',
    lead: 'We mail you a link that works once, for an hour.',
    submit: 'Send the link',
    sentTitle: 'Look into your mail',
    sent: 'If somebody here has this address, a link is on its way. When none comes, ask an administrator of your site: they can hand you one.',
    back: 'Back to the login',
  },
  recover: {
    title: 'Choose another password',
    lead: 'All your open sessions end. Your jobs, files and API tokens stay.',
    submit: 'Take this password',
    done: 'Your new password counts. Log in with it.',
    again: 'Ask for another link',
  },
}
