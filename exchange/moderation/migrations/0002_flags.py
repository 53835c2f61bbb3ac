

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discussions', '0001_initial'),
        ('moderation', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FlagCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('url', models.TextField()),
                ('snapshot', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('open', 'open'), ('decided', 'decided'), ('objected', 'objection'), ('closed', 'decided finally')], default='open', max_length=8)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='discussions.post')),
            ],
            options={
                'verbose_name': 'reported contribution',
                'verbose_name_plural': 'reported contributions',
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('spam', 'Advertising or spam'), ('insult', 'It insults or threatens somebody'), ('personal_data', 'It contains personal data that does not belong there'), ('copyright', 'It violates a copyright, for example of a picture or text'), ('wrong', 'It is factually wrong'), ('illegal', 'It breaks the law in another way'), ('other', 'Something else')], max_length=13, verbose_name='What is wrong?')),
                ('text', models.TextField(blank=True, max_length=4000)),
                ('name', models.CharField(blank=True, max_length=150)),
                ('mail', models.EmailField(blank=True, max_length=254)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('cleaned_at', models.DateTimeField(null=True)),
                ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='flags', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='moderation.flagcase')),
            ],
            options={
                'verbose_name': 'report of a contribution',
                'verbose_name_plural': 'reports of contributions',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('action', models.CharField(choices=[('rejected', 'Nothing wrong: it stays as it is'), ('mended', 'Mended by editing'), ('post_removed', 'Remove the post'), ('page_unpublished', 'Take the page off the site'), ('away', 'It is off the site, and stays so'), ('restored', 'Show it again')], max_length=16)),
                ('reason', models.TextField(max_length=4000)),
                ('is_final', models.BooleanField(default=False)),
                ('snapshot', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='moderation.flagcase')),
            ],
            options={
                'verbose_name': 'decision about reports',
                'verbose_name_plural': 'decisions about reports',
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(blank=True, max_length=4000)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='moderation.decision')),
                ('flag', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='objection', to='moderation.flag')),
            ],
            options={
                'verbose_name': 'objection',
                'verbose_name_plural': 'objections',
                'ordering': ('pk',),
            },
        ),
        migrations.AddIndex(
            model_name='flagcase',
            index=models.Index(condition=models.Q(('state__in', ('open', 'objected'))), fields=['moved_at'], name='moderation_waiting'),
        ),
        migrations.AddIndex(
            model_name='flagcase',
            index=models.Index(fields=['state', '-moved_at'], name='moderation_decided'),
        ),
        migrations.AddConstraint(
            model_name='flagcase',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'decided', 'objected', 'closed'])), name='moderation_known_state'),
        ),
        migrations.AddConstraint(
            model_name='flagcase',
            constraint=models.CheckConstraint(condition=models.Q(('page', None), ('post', None), _connector='OR'), name='moderation_page_or_post'),
        ),
        migrations.AddConstraint(
            model_name='flagcase',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('page',), name='moderation_one_open_case_of_page'),
        ),
        migrations.AddConstraint(
            model_name='flagcase',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('post',), name='moderation_one_open_case_of_post'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['spam', 'insult', 'personal_data', 'copyright', 'wrong', 'illegal', 'other'])), name='moderation_known_reason'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('reporter', None), ('mail', ''), _connector='OR'), name='moderation_account_or_address'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(('cleaned_at', None), models.Q(('mail', ''), ('name', ''), ('reporter', None), ('text', '')), _connector='OR'), name='moderation_cleaned_is_empty'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['rejected', 'mended', 'post_removed', 'page_unpublished', 'away', 'restored'])), name='moderation_known_action'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='moderation_decision_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(fields=('case', 'is_final'), name='moderation_first_and_final_decision'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.UniqueConstraint(condition=models.Q(('flag', None)), fields=('decision',), name='moderation_one_objection_of_author'),
        ),
    ]
