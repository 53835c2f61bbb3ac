"""German words that say nothing about a page's subject, folded as the analyser folds them."""

from __future__ import annotations

_WORDS = """
ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf
aus ausser bei beim bin bis bist da dabei dadurch dafuer daher dahin damit danach daran darauf
daraus darin darum darueber das dass davon davor dazu dein deine deinem deinen deiner deines dem den
denen denn der deren des deshalb dessen dich die dies diese diesem diesen dieser dieses dir doch
dort du durch ein eine einem einen einer eines einige einigem einigen einiger einiges er es etwa
etwas euch euer eure eurem euren eurer fuer gab gegen gibt habe haben hat hatte hatten hier hin
hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden
jeder jedes jedoch jene jenem jenen jener jenes jetzt kann kein keine keinem keinen keiner keines
koennen koennte konnte konnten machen macht man manche manchem manchen mancher manches mehr mein
meine meinem meinen meiner meines mich mir mit muss muessen musste mussten nach nachdem nicht nichts
noch nun nur ob oder ohne sehr sei sein seine seinem seinen seiner seines seit seitdem selbst sich
sie sind so sobald solche solchem solchen solcher solches soll sollen sollte sollten sondern sonst
soweit sowie ueber um und uns unser unsere unserem unseren unserer unseres unter vom von
vor waehrend wann war waren warum was weg weil weiter welche welchem welchen welcher welches wenn
wer werde werden wie wieder will wir wird wirst wo woher wohin wollen worden wuerde wuerden wurde
wurden zu zum zur zwar zwischen wem wen weshalb wessen wieso wieviel wodurch wofuer wogegen womit
wonach woran worauf woraus worin worueber worum wovon wovor wozu waere waeren seien ihrerseits hiess
heisst lautet lautete nennt genannt
"""

STOP_WORDS = frozenset(_WORDS.split())
