import { Code } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useT } from '@/shared/i18n/i18n';
import { useTenant } from '@/shared/session/tenant';
import { PageFrame } from '@/shared/ui/PageFrame';
import { GUIDES } from './guides';
import classes from './Help.module.css';

/** The guides, served with the product: what they tell of is what is installed. */
export function HelpPage() {
  const t = useT();
  const { to } = useTenant();
  const { guide: id } = useParams();
  const guide = GUIDES.find((each) => each.id === id) ?? GUIDES[0];
  return (
    <PageFrame title={guide.title} path={[{ label: t('help.guides'), to: to('/help') }, { label: guide.title }]}>
      <div className={classes['columns']}>
        <nav aria-label={t('help.guides')}>
          <ul className={classes['list']}>
            {GUIDES.map((each) => (
              <li key={each.id}>
                <Link to={to(`/help/${each.id}`)} className={classes['link'] ?? ''} aria-current={each === guide ? 'page' : undefined}>
                  {each.title}
                </Link>
              </li>
            ))}
          </ul>
          <p className={classes['version']}>{t('help.version', { version: import.meta.env.QUARTERDECK_VERSION })}</p>
        </nav>
        <article className={classes['text']}>
          {guide.paragraphs.map((paragraph) => (
            <p key={paragraph}>{inline(paragraph)}</p>
          ))}
        </article>
      </div>
    </PageFrame>
  );
}

/** Bold, emphasis and code are all the guides use. */
function inline(text: string) {
  return text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/).map((part) => {
    if (part.startsWith('**')) return <strong key={part}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('*')) return <em key={part}>{part.slice(1, -1)}</em>;
    return part.startsWith('`') ? <Code key={part}>{part.slice(1, -1)}</Code> : part;
  });
}
