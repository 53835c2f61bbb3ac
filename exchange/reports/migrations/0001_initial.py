
import django.core.validators
import django.db.models.deletion
import exchange.pages.fields
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pages', '0003_exchange_fields'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportPage',
            fields=[
                ('exchangepage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('starting_point', wagtail.fields.RichTextField(help_text='What was the problem, for whom, how many cases, and why did you act just then?', verbose_name='Starting point')),
                ('approach', wagtail.fields.RichTextField(help_text='Who took part, in which order did you proceed, which decisions were needed from whom?', verbose_name='Approach')),
                ('result', wagtail.fields.RichTextField(help_text='What is different today? Figures help: share of online applications, time saved, feedback.', verbose_name='Result')),
                ('lessons', wagtail.fields.RichTextField(blank=True, help_text='The most valuable part for colleagues: detours, underestimated work, advice.', verbose_name='What would we do differently?')),
                ('body', exchange.pages.fields.StreamField(blank=True, help_text='Pictures, tables, steps and more, if the four questions are not enough.', verbose_name='More content')),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('pilot', 'Pilot'), ('live', 'In operation'), ('abandoned', 'Abandoned')], db_index=True, default='live', max_length=10, verbose_name='Status')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='Begin')),
                ('ended_on', models.DateField(blank=True, help_text='Leave empty while it is going on.', null=True, verbose_name='End')),
                ('effort_person_days', models.DecimalField(blank=True, decimal_places=1, help_text='Working days of your own staff until it was running; an estimate is enough.', max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Own effort in person-days')),
                ('cost_once', models.DecimalField(blank=True, decimal_places=2, help_text='Including VAT, without your own staff. 0 means: it cost nothing.', max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='One-off cost in euros')),
                ('cost_per_year', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='Yearly cost in euros')),
                ('procurement', models.CharField(blank=True, choices=[('direct_award', 'Direct award'), ('negotiated', 'Negotiated award'), ('open_tender', 'Public tender'), ('framework', 'Framework contract'), ('cooperation', 'Municipal cooperation'), ('in_house', 'In-house award to the IT provider'), ('none', 'Nothing bought')], max_length=15, verbose_name='Procurement')),
                ('cases_per_year', models.PositiveIntegerField(blank=True, null=True, verbose_name='Cases per year')),
                ('contact_role', models.CharField(blank=True, help_text='A role that stays when people change: Sachgebiet Wohngeld', max_length=150, verbose_name='Contact')),
                ('contact_mail', models.EmailField(blank=True, help_text='An address of the office; only members see it.', max_length=254, verbose_name="Contact's e-mail")),
            ],
            options={
                'verbose_name': 'Experience report',
                'verbose_name_plural': 'Experience reports',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'pilot', 'live', 'abandoned'])), name='reports_known_status'), models.CheckConstraint(condition=models.Q(('started_on__isnull', True), ('ended_on__isnull', True), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='reports_period_in_order', violation_error_message='The end lies before the begin.')],
            },
            bases=('pages.exchangepage',),
        ),
        migrations.CreateModel(
            name='ReportAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('description', models.CharField(blank=True, help_text='For example: specification of services, training plan', max_length=200, verbose_name='What is it?')),
                ('licence', models.CharField(choices=[('CC0-1.0', 'Free of rights (CC0 1.0)'), ('CC-BY-4.0', 'Name the author (CC BY 4.0)'), ('CC-BY-SA-4.0', 'Name the author, same licence (CC BY-SA 4.0)'), ('dl-de/by-2-0', 'Data licence Germany – attribution 2.0'), ('dl-de/zero-2-0', 'Data licence Germany – zero 2.0'), ('reserved', 'All rights reserved – only for internal use')], default='CC-BY-4.0', help_text='What may other municipalities do with it?', max_length=20, verbose_name='Licence')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pages.exchangedocument', verbose_name='Document')),
                ('report', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='reports.reportpage')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SoftwareUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=150, verbose_name='Name')),
                ('vendor', models.CharField(blank=True, max_length=150, verbose_name='Vendor or project')),
                ('kind', models.CharField(choices=[('software', 'Software'), ('specialist', 'Specialist software (Fachverfahren)'), ('interface', 'Interface')], default='software', max_length=20, verbose_name='Kind')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='Experience in one sentence')),
                ('report', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='software', to='reports.reportpage')),
            ],
            options={
                'verbose_name': 'software used',
                'verbose_name_plural': 'software used',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['software', 'specialist', 'interface'])), name='reports_softwareuse_known_kind')],
            },
            bases=(models.Model, modelsearch.index.Indexed),
        ),
    ]
