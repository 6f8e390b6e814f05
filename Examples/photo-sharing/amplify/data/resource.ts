import { type ClientSchema, a, defineData } from '@aws-amplify/backend';

const schema = a.schema({
  Post: a
    .model({
      title: a.string().required(),
      picturePath: a.string().required(),
      comments: a.hasMany('Comment', 'postId'),
    })
    .authorization((allow) => [allow.owner(), allow.authenticated().to(['read'])]),

  Comment: a
    .model({
      text: a.string().required(),
      postId: a.id(),
      post: a.belongsTo('Post', 'postId'),
    })
    .authorization((allow) => [allow.owner(), allow.authenticated().to(['read'])]),
});

export type Schema = ClientSchema<typeof schema>;

export const data = defineData({
  schema,
  authorizationModes: {
    defaultAuthorizationMode: 'userPool',
  },
});
